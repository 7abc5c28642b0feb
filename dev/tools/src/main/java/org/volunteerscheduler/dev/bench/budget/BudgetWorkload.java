// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.budget;

import static org.volunteerscheduler.dev.system.Console.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.RunClient;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Rounds;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** Weekly budget runs from POST to completed, one after another, each as if it were the first. */
public final class BudgetWorkload implements Workload {

    private static final String RUNS = "/volunteer_scheduler/budgets/runs";
    private static final Map<String, Object> WEEK =
            Map.of("period", "weekly", "as_of", "2024-12-15T00:00:00Z", "pool_amount", 1000);
    private static final Map<String, Object> MONTH =
            Map.of("period", "monthly", "as_of", "2025-01-01T00:00:00Z", "pool_amount", 5_000_000);
    private static final int ORGANIZATIONS = 10;
    /** What takes at least so long is told. */
    private static final double TOLD_SECONDS = 2;

    private final BudgetData data;
    private final List<Map<String, Object>> runsAtOnce;
    private List<JsonNode> completed = List.of();

    private BudgetWorkload(VolunteerData volunteers, List<Map<String, Object>> runsAtOnce) {
        this.data = new BudgetData(volunteers);
        this.runsAtOnce = runsAtOnce;
    }

    /** All organizations as one pool, which is one message for one replica. */
    public static BudgetWorkload ofOnePool(VolunteerData volunteers) {
        return new BudgetWorkload(volunteers, List.of(WEEK));
    }

    /** A pool for each of ten organizations, all started at once, which replicas can share. */
    public static BudgetWorkload ofEachOrganization(VolunteerData volunteers) {
        return new BudgetWorkload(
                volunteers,
                LongStream.rangeClosed(1, ORGANIZATIONS)
                        .mapToObj(id -> {
                            Map<String, Object> run = new HashMap<>(WEEK);
                            run.put("organization_id", id);
                            return run;
                        })
                        .toList());
    }

    @Override
    public List<Service> services() {
        return List.of(Service.BUDGET);
    }

    @Override
    public void setUp(TestBed bed) {
        bed.createTables(Service.BUDGET);
        say(
                "writing %,d volunteers with ten assignments each",
                data.volunteers().volunteers());
        try (DatabaseSession session = bed.database(Service.BUDGET).open()) {
            data.insert(session);
        }
    }

    @Override
    public Figures warmUp(TestBed bed) {
        double cold = run(bed).seconds();
        rounds(bed, bed.options().warmUp());
        double month = run(bed, List.of(MONTH)).seconds();
        return new Figures()
                .add("cold_seconds", cold)
                .add("monthly_seconds", month)
                .add("monthly_eligible", sum("eligible"))
                .add("monthly_paid", sum("paid"));
    }

    @Override
    public Stretch measure(TestBed bed) {
        Rounds rounds = rounds(bed, bed.options().stretch());
        double eligible = sum("eligible");
        return new Stretch(
                "eligible volunteer",
                eligible * rounds.count(),
                rounds.usage(),
                new Figures().add("seconds", rounds.secondsEach()).add("eligible", eligible));
    }

    private Rounds rounds(TestBed bed, Duration duration) {
        return Rounds.lasting(duration, () -> {
            forgetRuns(bed);
            return run(bed);
        });
    }

    /** As if no run had ever been. */
    public void forgetRuns(TestBed bed) {
        try (DatabaseSession session = bed.database(Service.BUDGET).openAsAdministrator()) {
            data.forgetRuns(session);
        }
        bed.checkpoint();
    }

    /** The weekly runs, if none has been before. */
    public Usage run(TestBed bed) {
        return run(bed, runsAtOnce);
    }

    private Usage run(TestBed bed, List<Map<String, Object>> requests) {
        RunClient client = new RunClient(
                bed.replica(Service.BUDGET).client(),
                RUNS,
                Duration.ofSeconds(120 + data.volunteers().volunteers() / 1_000));
        Usage usage = bed.meter().during(() -> {
            List<JsonNode> started = requests.stream().map(client::start).toList();
            completed = started.stream().map(client::await).toList();
        });
        if (usage.seconds() >= TOLD_SECONDS) {
            say(
                    "%s: %.0f of %.0f eligible paid after %.2f s",
                    completed.size() == 1
                            ? "a " + completed.getFirst().path("period").asText() + " run"
                            : "a run of each organization",
                    sum("paid"),
                    sum("eligible"),
                    usage.seconds());
        }
        return usage;
    }

    /** Over the runs that were completed last. */
    private double sum(String field) {
        return completed.stream().mapToDouble(run -> run.path(field).asDouble()).sum();
    }
}
