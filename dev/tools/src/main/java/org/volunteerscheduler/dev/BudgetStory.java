package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.DemoClient.Answer;

/** A weekly budget: four volunteers of an organization of this run's own, their work of last week, and what it earns. */
final class BudgetStory {

    private static final String RUNS = "/volunteer_scheduler/budgets/runs";
    private static final String LINE = "  %4s  %-5s %5s  %5s  %9s  %8s  %7s  %6s  %8s  %s%n";
    private static final int FIRST_ID = 31;
    private static final int ORGANIZATION = 50;
    private static final int FIRST_ASSIGNMENT = 60;

    private final DemoClient client;
    private final DemoChecks checks;
    private final PrintStream out;
    private final DemoWorld world;
    private final Instant start;
    private final Instant windowEnd;
    private final Map<String, Long> idByName = new LinkedHashMap<>();
    private final List<Map<String, Object>> assignments = new ArrayList<>();

    BudgetStory(DemoClient client, Instant start, DemoChecks checks, PrintStream out) {
        this.client = client;
        this.checks = checks;
        this.out = out;
        this.world = new DemoWorld(start);
        this.start = start;
        this.windowEnd = LocalDate.ofInstant(start, ZoneOffset.UTC)
                .with(TemporalAdjusters.previousOrSame(DayOfWeek.SUNDAY))
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** @param share of the pool before it is rounded, in hundredths */
    private record Expected(String who, String because, String score, String share, String amount) {}

    /** 1000 × 30 ÷ 59, 18 ÷ 59 and 11 ÷ 59 leave a hundredth over; it goes to the largest remainder. */
    private static final List<Expected> EXPECTED = List.of(
            new Expected("Nia", "4 × 25 × 2 × 0.1 + 5 × 2", "30.00", "508.4746", "508.47"),
            new Expected("Omar", "3 × 50 × 1 × 0.1 + 5 × 1 − 2 × 1", "18.00", "305.0847", "305.09"),
            new Expected("Pia", "3 × 40 × 1 × 0.1 − 1", "11.00", "186.4407", "186.44"));

    private static final BigDecimal POOL = new BigDecimal("1000.00");

    void tell() {
        out.println();
        out.println("A weekly budget of 1000.00 for one organization");
        postTheWeek();
        JsonNode preview = awaitThatItIsKnown();
        JsonNode run = startTheRun();
        JsonNode allocations = client.look(
                        "BUDGET_URL", RUNS + "/" + run.path("id").asLong() + "/allocations")
                .body()
                .path("items");
        checks.check("it pays what the preview said", allocations.equals(preview.path("allocations")), allocations);
        show(allocations);
        checkTheSum(run, allocations);
    }

    private void postTheWeek() {
        List<Map<String, Object>> volunteers = new ArrayList<>();
        volunteers.add(volunteer("Nia", null));
        volunteers.add(volunteer("Omar", "Nia"));
        volunteers.add(volunteer("Pia", "Omar"));
        volunteers.add(volunteer("Quin", null));
        reviewed("Nia", "approved", 4, 25, 2);
        reviewed("Omar", "approved", 3, 50, 1);
        reviewed("Omar", "rejected", 1, 50, 1);
        reviewed("Pia", "approved", 3, 40, 1);
        assignment("Pia", "submitted", 40, 1, windowEnd.minus(Duration.ofDays(8)), null);
        reviewed("Quin", "approved", 2, 500, 3);
        Answer known = client.postVolunteers(volunteers);
        checks.check("Decidim posts 4 volunteers: 202, kept by the broker", known.status() == 202, known);
        Answer worked = client.postAssignments(assignments);
        checks.check(
                "Decidim posts their " + assignments.size() + " assignments: 202, kept by the broker",
                worked.status() == 202,
                worked);
    }

    private JsonNode awaitThatItIsKnown() {
        Answer preview = client.await(
                () -> client.order("BUDGET_URL", "/volunteer_scheduler/budgets/preview", request(POOL)),
                body -> isAsExpected(body.path("allocations")));
        checks.check(
                "previewed: 3 are eligible (Quin has 2 approved tasks of at least 3), all of the pool is paid",
                preview.status() == 200
                        && preview.body().path("eligible").asInt() == EXPECTED.size()
                        && preview.body().path("undistributed").decimalValue().signum() == 0,
                preview);
        return preview.body();
    }

    private JsonNode startTheRun() {
        Answer started = client.order("BUDGET_URL", RUNS, request(POOL));
        checks.check("started by an operator: 202", started.status() == 202, started);
        String path = RUNS + "/" + started.body().path("id").asLong();
        Answer run = client.await(
                () -> client.look("BUDGET_URL", path),
                body -> body.path("status").asText().equals("completed"));
        checks.check(
                "completed",
                run.status() == 200 && run.body().path("status").asText().equals("completed"),
                run);
        Answer again = client.order("BUDGET_URL", RUNS, request(POOL));
        checks.check(
                "started again: 200, the same run, and nobody is paid twice",
                again.status() == 200 && again.body().equals(run.body()),
                again);
        Answer other = client.order("BUDGET_URL", RUNS, request(POOL.add(POOL)));
        checks.check("started again with another pool: 409", other.status() == 409, other);
        return run.body();
    }

    private void show(JsonNode allocations) {
        Map<Long, String> nameById = new HashMap<>();
        idByName.forEach((name, id) -> nameById.put(id, name));
        out.printf(
                LINE, "rank", "who", "tasks", "work", "referrals", "rejected", "overdue", "score", "earned", "because");
        out.printf(
                LINE,
                "-".repeat(4),
                "-".repeat(5),
                "-".repeat(5),
                "-".repeat(5),
                "-".repeat(9),
                "-".repeat(8),
                "-".repeat(7),
                "-".repeat(6),
                "-".repeat(8),
                "-".repeat(46));
        for (JsonNode one : allocations) {
            String who = nameById.get(one.path("user_id").asLong());
            out.printf(
                    LINE,
                    one.path("rank").asInt(),
                    who,
                    one.path("approved_tasks").asInt(),
                    one.path("work").decimalValue(),
                    one.path("active_referrals").asInt(),
                    one.path("rejected").asInt(),
                    one.path("overdue").asInt(),
                    one.path("score").decimalValue(),
                    one.path("amount").decimalValue(),
                    because(who));
        }
    }

    private static String because(String who) {
        return EXPECTED.stream()
                .filter(expected -> expected.who.equals(who))
                .map(expected -> expected.because + "; " + expected.share + " of the pool")
                .findFirst()
                .orElse("");
    }

    private void checkTheSum(JsonNode run, JsonNode allocations) {
        checks.check("ranks, scores and amounts are those of the rules", isAsExpected(allocations), allocations);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode one : allocations) {
            sum = sum.add(one.path("amount").decimalValue());
        }
        checks.check(
                "508.47 + 305.09 + 186.44 = " + sum + ": the pool, to the hundredth",
                sum.compareTo(POOL) == 0
                        && run.path("distributed").decimalValue().compareTo(POOL) == 0,
                run);
    }

    private boolean isAsExpected(JsonNode allocations) {
        if (allocations.size() != EXPECTED.size()) {
            return false;
        }
        for (int i = 0; i < EXPECTED.size(); i++) {
            JsonNode found = allocations.get(i);
            Expected expected = EXPECTED.get(i);
            if (found.path("rank").asInt() != i + 1
                    || found.path("user_id").asLong() != idByName.get(expected.who)
                    || found.path("score").decimalValue().compareTo(new BigDecimal(expected.score)) != 0
                    || found.path("amount").decimalValue().compareTo(new BigDecimal(expected.amount)) != 0) {
                return false;
            }
        }
        return true;
    }

    private Map<String, Object> request(BigDecimal pool) {
        return Map.of(
                "period",
                "weekly",
                "organization_id",
                world.base() + ORGANIZATION,
                "pool_amount",
                pool,
                "as_of",
                start);
    }

    private Map<String, Object> volunteer(String name, String referrer) {
        idByName.put(name, world.base() + FIRST_ID + idByName.size());
        Map<String, Object> volunteer = new LinkedHashMap<>();
        volunteer.put("user_id", idByName.get(name));
        volunteer.put("organization_id", world.base() + ORGANIZATION);
        volunteer.put("referrer_id", referrer == null ? null : idByName.get(referrer));
        volunteer.put("level", 1);
        volunteer.put("registered_at", start.minus(Duration.ofDays(90)));
        volunteer.put("updated_at", start);
        return volunteer;
    }

    private void reviewed(String who, String status, int count, int xpReward, int levelRequired) {
        Instant reviewedAt = windowEnd.minus(Duration.ofDays(3));
        for (int i = 0; i < count; i++) {
            assignment(who, status, xpReward, levelRequired, reviewedAt.minus(Duration.ofHours(5)), reviewedAt);
        }
    }

    private void assignment(
            String who, String status, int xpReward, int levelRequired, Instant assignedAt, Instant reviewedAt) {
        Map<String, Object> assignment = new LinkedHashMap<>();
        assignment.put("assignment_id", world.base() + FIRST_ASSIGNMENT + assignments.size());
        assignment.put("user_id", idByName.get(who));
        assignment.put("status", status);
        assignment.put("xp_reward", xpReward);
        assignment.put("level_required", levelRequired);
        assignment.put("assigned_at", assignedAt);
        assignment.put("reviewed_at", reviewedAt);
        assignment.put("updated_at", start);
        assignments.add(assignment);
    }
}
