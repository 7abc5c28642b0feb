package org.volunteerscheduler.dev.bench.budget;

import static org.volunteerscheduler.dev.system.Console.say;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.RunClient;
import org.volunteerscheduler.dev.bench.measure.Figures;
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
    /** A round that takes at least so long is told. */
    private static final double TOLD_SECONDS = 2;

    private final BudgetData data;
    private final List<Map<String, Object>> runsAtOnce;

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

    /** What a round of runs took, and how many volunteers were eligible in it. */
    private record Round(Usage usage, double eligible, double paid) {}

    @Override
    public Figures warmUp(TestBed bed) {
        double cold = round(bed, runsAtOnce).usage.seconds();
        long start = System.nanoTime();
        do {
            forgetRuns(bed);
            round(bed, runsAtOnce);
        } while (System.nanoTime() - start < bed.options().warmUp().toNanos());
        Round month = round(bed, List.of(MONTH));
        return new Figures()
                .add("cold_seconds", cold)
                .add("monthly_seconds", month.usage.seconds())
                .add("monthly_eligible", month.eligible)
                .add("monthly_paid", month.paid);
    }

    @Override
    public Stretch measure(TestBed bed) {
        Usage usage = Usage.NONE;
        double eligible = 0;
        int rounds = 0;
        do {
            forgetRuns(bed);
            Round round = round(bed, runsAtOnce);
            usage = usage.plus(round.usage);
            eligible += round.eligible;
            rounds++;
        } while (usage.seconds() < bed.options().stretch().toSeconds());
        return new Stretch(
                "eligible volunteer",
                eligible,
                usage,
                new Figures().add("seconds", usage.seconds() / rounds).add("eligible", eligible / rounds));
    }

    /** As if no run had ever been. */
    public void forgetRuns(TestBed bed) {
        try (DatabaseSession session = bed.database(Service.BUDGET).openAsAdministrator()) {
            data.forgetRuns(session);
        }
        bed.checkpoint();
    }

    /** One round of weekly runs, if none has been before. */
    public Usage run(TestBed bed) {
        return round(bed, runsAtOnce).usage;
    }

    private Round round(TestBed bed, List<Map<String, Object>> requests) {
        RunClient client = new RunClient(
                bed.replica(Service.BUDGET).client(),
                RUNS,
                Duration.ofSeconds(120 + data.volunteers().volunteers() / 1_000));
        List<JsonNode> completed = new ArrayList<>();
        Usage usage = bed.meter().during(() -> {
            List<JsonNode> started = requests.stream().map(client::start).toList();
            started.forEach(run -> completed.add(client.await(run)));
        });
        Round round = new Round(usage, sum(completed, "eligible"), sum(completed, "paid"));
        if (usage.seconds() < TOLD_SECONDS) {
            return round;
        }
        say(
                "%s: %.0f of %.0f eligible paid after %.2f s",
                completed.size() == 1
                        ? "a " + completed.getFirst().path("period").asText() + " run"
                        : "a run of each organization",
                round.paid,
                round.eligible,
                usage.seconds());
        return round;
    }

    private static double sum(List<JsonNode> runs, String field) {
        return runs.stream().mapToDouble(run -> run.path(field).asDouble()).sum();
    }
}
