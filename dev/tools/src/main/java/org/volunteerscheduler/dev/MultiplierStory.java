package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.DemoClient.Answer;

/** A multiplier run of an organization with thousands of volunteers, and why one of them has the multiplier she has. */
final class MultiplierStory {

    private static final String MULTIPLIERS = "MULTIPLIER_URL";
    private static final String PATH = "/volunteer_scheduler/multipliers/";
    private static final String WHO = "Mira";
    private static final int LEVEL = 3;
    private static final int APPROVED = 25;
    private static final int BROUGHT_IN = 4;
    private static final int OTHERS = 20_000;
    private static final int MOST_IN_ONE_POST = 1_000;
    private static final long IDS_PER_RUN = 100_000;
    private static final String LINE = "    %-34s %-14s %8s%n";

    private final DemoClient client;
    private final Instant start;
    private final DemoChecks checks;
    private final PrintStream out;
    private final long base;

    MultiplierStory(DemoClient client, Instant start, DemoChecks checks, PrintStream out) {
        this.client = client;
        this.start = start;
        this.checks = checks;
        this.out = out;
        this.base = start.getEpochSecond() * IDS_PER_RUN;
    }

    void tell() {
        out.println();
        out.println("Activity multipliers: the example of the rules, in an organization of thousands");
        postFacts();
        Answer run = run();
        if (run.status() == 200) {
            explain();
        }
    }

    private long who() {
        return base + 1;
    }

    /** The last volunteer is posted last, so whoever knows her knows everybody. */
    private long last() {
        return who() + BROUGHT_IN + OTHERS;
    }

    private void postFacts() {
        List<Map<String, Object>> tasks = new ArrayList<>();
        for (int i = 1; i <= APPROVED; i++) {
            tasks.add(approvedTask(base + i, start.minus(Duration.ofDays(1 + i))));
        }
        accepted("Decidim posts " + APPROVED + " approved tasks of " + WHO, client.postAssignments(tasks));
        List<Map<String, Object>> volunteers = new ArrayList<>();
        volunteers.add(volunteer(who(), LEVEL, null));
        for (long id = who() + 1; id <= who() + BROUGHT_IN; id++) {
            volunteers.add(volunteer(id, 1, who()));
        }
        for (long id = who() + BROUGHT_IN + 1; id <= last(); id++) {
            volunteers.add(volunteer(id, 1 + (int) (id % 5), null));
        }
        Answer answer = null;
        for (int i = 0; i < volunteers.size(); i += MOST_IN_ONE_POST) {
            answer = client.postVolunteers(volunteers.subList(i, Math.min(volunteers.size(), i + MOST_IN_ONE_POST)));
            if (answer.status() != 202) {
                break;
            }
        }
        accepted(
                String.format("Decidim posts %s, the %d whom she brought in, and %,d others", WHO, BROUGHT_IN, OTHERS),
                answer);
        client.await(() -> client.look(MULTIPLIERS, PATH + last()), volunteer -> true);
    }

    private Map<String, Object> volunteer(long id, int level, Long referrer) {
        Map<String, Object> volunteer = new LinkedHashMap<>();
        volunteer.put("user_id", id);
        volunteer.put("organization_id", base);
        volunteer.put("referrer_id", referrer);
        volunteer.put("level", level);
        volunteer.put("last_activity_at", start);
        volunteer.put("registered_at", start.minus(Duration.ofDays(90)));
        volunteer.put("updated_at", start);
        return volunteer;
    }

    private Map<String, Object> approvedTask(long id, Instant reviewedAt) {
        Map<String, Object> task = new LinkedHashMap<>();
        task.put("assignment_id", id);
        task.put("user_id", who());
        task.put("status", "approved");
        task.put("xp_reward", 20);
        task.put("level_required", 1);
        task.put("assigned_at", reviewedAt.minus(Duration.ofDays(1)));
        task.put("reviewed_at", reviewedAt);
        task.put("updated_at", reviewedAt);
        return task;
    }

    private Answer run() {
        Map<String, Object> order = Map.of("organization_id", base, "as_of", start);
        Answer started = client.order(MULTIPLIERS, PATH + "runs", order);
        checks.check("an operator starts a run: 202", started.status() == 202, started);
        Answer again = client.order(MULTIPLIERS, PATH + "runs", order);
        checks.check(
                "and once more: 200, the same run",
                again.status() == 200
                        && again.body().path("id").equals(started.body().path("id")),
                again);
        List<String> progress = new ArrayList<>();
        Answer run = client.await(
                () -> client.look(
                        MULTIPLIERS, PATH + "runs/" + started.body().path("id").asText()),
                found -> {
                    String line = String.format(
                            "%-9s %,6d of %,d",
                            found.path("status").asText(),
                            found.path("volunteers_done").asLong(),
                            found.path("volunteers_total").asLong());
                    if (progress.isEmpty() || !progress.getLast().equals(line)) {
                        progress.add(line);
                        out.println("    " + line);
                    }
                    return found.path("status").asText().equals("completed");
                });
        int everybody = 1 + BROUGHT_IN + OTHERS;
        checks.check(
                String.format("the run is completed, with all %,d", everybody),
                run.status() == 200
                        && run.body().path("status").asText().equals("completed")
                        && run.body().path("volunteers_done").asInt() == everybody,
                run);
        return run;
    }

    private void explain() {
        Answer answer = client.look(MULTIPLIERS, PATH + who());
        JsonNode found = answer.body();
        out.println("  Why " + WHO + " has " + found.path("multiplier").asText() + ":");
        line("", "", "base", found);
        line(found.path("volunteer_level").asText(), "0.1 × (3 − 1)", "level", found);
        line(found.path("approved_tasks").asText() + " approved in 30 days", "2 tens × 0.05", "activity", found);
        line(found.path("active_downline").asText() + " active in the downline", "4 × 0.02", "referral", found);
        line("", "", "sum", found);
        line(found.path("inactive_days").asText() + " days inactive", "", "decay_factor", found);
        line("", "", "floor", found);
        line("", "", "cap", found);
        line("", "", "multiplier", found);
        checks.check(
                WHO + " has 1 + 0.2 + 0.10 + 0.08 = 1.38, undiminished",
                is(found, "base", "1")
                        && is(found, "level", "0.2")
                        && is(found, "activity", "0.10")
                        && is(found, "referral", "0.08")
                        && is(found, "sum", "1.38")
                        && is(found, "decay_factor", "1")
                        && is(found, "floor", "1.2")
                        && is(found, "multiplier", "1.38"),
                answer);
    }

    private void line(String count, String computation, String part, JsonNode found) {
        String name = part.replace('_', ' ');
        out.printf(
                LINE,
                count.isEmpty() ? name : name + ": " + count,
                computation,
                found.path(part).decimalValue().stripTrailingZeros().toPlainString());
    }

    private static boolean is(JsonNode found, String part, String expected) {
        return found.path(part).isNumber() && found.path(part).decimalValue().compareTo(new BigDecimal(expected)) == 0;
    }

    private void accepted(String what, Answer answer) {
        checks.check(what + ": 202, kept by the broker", answer != null && answer.status() == 202, answer);
    }
}
