// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.multiplier;

import static org.volunteerscheduler.dev.system.Console.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.RunClient;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Rounds;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;

/** Multiplier runs that change nearly everybody, one after another, each as if it were the first. */
public final class MultiplierWorkload implements Workload {

    /** A run that takes at least so long is told. */
    private static final double TOLD_SECONDS = 2;

    private static final String RUNS = "/volunteer_scheduler/multipliers/runs";
    /** Of facts as they were a second ago: all but the few who crossed the window's edge are the same. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final String GATHERING_SECONDS = """
            select extract(epoch from min(done_at) filter (where part = 0) - min(started_at))
            from multiplier_run join multiplier_run_part on run_id = id
            """;

    private final MultiplierData data;

    public MultiplierWorkload(VolunteerData volunteers) {
        data = new MultiplierData(volunteers);
    }

    @Override
    public List<Service> services() {
        return List.of(Service.MULTIPLIER);
    }

    @Override
    public void setUp(TestBed bed) {
        bed.createTables(Service.MULTIPLIER);
        say(
                "writing %,d volunteers with ten assignments each",
                data.volunteers().volunteers());
        try (DatabaseSession session = bed.database(Service.MULTIPLIER).open()) {
            data.insert(session);
        }
    }

    @Override
    public Figures warmUp(TestBed bed) {
        double cold = run(bed, data.asOf()).seconds();
        double changed = rounds(bed, bed.options().warmUp()).secondsEach();
        double unchanged = run(bed, data.asOf().plus(LATER)).seconds();
        return new Figures()
                .add("cold_volunteers_per_second", data.volunteers().volunteers() / cold)
                .add("cold_seconds", cold)
                .add("unchanged_seconds", unchanged)
                .add("unchanged_share", unchanged / changed);
    }

    @Override
    public Stretch measure(TestBed bed) {
        Rounds runs = rounds(bed, bed.options().stretch());
        double volunteers = (double) runs.count() * data.volunteers().volunteers();
        try (DatabaseSession session = bed.database(Service.MULTIPLIER).open()) {
            return new Stretch(
                    "volunteer",
                    volunteers,
                    runs.usage(),
                    new Figures()
                            .add(
                                    "volunteers_per_second",
                                    volunteers / runs.usage().seconds())
                            .add("seconds", runs.secondsEach())
                            .add("of_it_gathering_seconds", session.number(GATHERING_SECONDS)));
        }
    }

    private Rounds rounds(TestBed bed, Duration duration) {
        return Rounds.lasting(duration, () -> {
            forgetRuns(bed);
            return run(bed);
        });
    }

    /** As if no run had ever been. */
    public void forgetRuns(TestBed bed) {
        try (DatabaseSession session = bed.database(Service.MULTIPLIER).open()) {
            data.forgetRuns(session);
        }
        bed.checkpoint();
    }

    /** One run that changes nearly everybody, if none has been before. */
    public Usage run(TestBed bed) {
        return run(bed, data.asOf());
    }

    private Usage run(TestBed bed, Instant asOf) {
        long volunteers = data.volunteers().volunteers();
        RunClient client = new RunClient(
                bed.replica(Service.MULTIPLIER).client(), RUNS, Duration.ofSeconds(120 + volunteers / 1_000));
        Usage usage = bed.meter().during(() -> {
            JsonNode run = client.await(client.start(Map.of("as_of", asOf)));
            // An import may have added some.
            if (run.path("volunteers_done").asLong() < volunteers) {
                throw new Failure("not all " + volunteers + " volunteers: " + run);
            }
        });
        if (usage.seconds() >= TOLD_SECONDS) {
            say("a run over %,d volunteers: %.2f s", volunteers, usage.seconds());
        }
        return usage;
    }

    MultiplierData data() {
        return data;
    }
}
