// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.demo.Checks.equal;
import static org.volunteerscheduler.dev.system.Console.OUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Webhook;

/** A multiplier run of an organization with thousands of volunteers, and why one of them has the multiplier she has. */
final class MultiplierScenario {

    private static final String PATH = "/volunteer_scheduler/multipliers/";
    private static final String WHO = "Mira";
    private static final int LEVEL = 3;
    private static final int APPROVED = 25;
    private static final int BROUGHT_IN = 4;
    private static final int OTHERS = 20_000;
    private static final int EVERYBODY = 1 + BROUGHT_IN + OTHERS;
    private static final long IDS_PER_RUN = 100_000;
    private static final String LINE = "    %-34s %-14s %8s%n";

    private final DemoClient client;
    private final Instant start;
    private final Checks checks;
    private final long base;

    MultiplierScenario(DemoClient client, Instant start, Checks checks) {
        this.client = client;
        this.start = start;
        this.checks = checks;
        this.base = start.getEpochSecond() * IDS_PER_RUN;
    }

    void play() {
        OUT.println();
        OUT.println("Activity multipliers: the example of the rules, in an organization of thousands");
        postFacts();
        if (run().status() == 200) {
            explain();
        }
    }

    private long who() {
        return base + 1;
    }

    /** The last volunteer is posted last, so whoever knows her knows everybody. */
    private long last() {
        return base + EVERYBODY;
    }

    private void postFacts() {
        List<Assignment> tasks = new ArrayList<>();
        for (int i = 1; i <= APPROVED; i++) {
            tasks.add(approvedTask(base + i, start.minus(Duration.ofDays(1 + i))));
        }
        checks.accepted(
                "Decidim posts " + APPROVED + " approved tasks of " + WHO, client.postAll(Webhook.ASSIGNMENTS, tasks));
        List<Volunteer> volunteers = new ArrayList<>();
        volunteers.add(volunteer(who(), LEVEL, null));
        for (long id = who() + 1; id <= last(); id++) {
            boolean broughtIn = id <= who() + BROUGHT_IN;
            volunteers.add(volunteer(id, broughtIn ? 1 : 1 + (int) (id % 5), broughtIn ? who() : null));
        }
        checks.accepted(
                String.format("Decidim posts %s, the %d whom she brought in, and %,d others", WHO, BROUGHT_IN, OTHERS),
                client.postAll(Webhook.VOLUNTEERS, volunteers));
        client.await(() -> client.get(Service.MULTIPLIER, PATH + last()), volunteer -> true);
    }

    private Volunteer volunteer(long id, int level, Long referrer) {
        return new Volunteer(id, base, referrer, level, start, start.minus(SaleVolunteers.REGISTERED_BEFORE), start);
    }

    private Assignment approvedTask(long id, Instant reviewedAt) {
        return new Assignment(
                id,
                who(),
                AssignmentChanged.Status.APPROVED,
                20,
                1,
                reviewedAt.minus(Duration.ofDays(1)),
                reviewedAt,
                reviewedAt);
    }

    private Answer run() {
        Map<String, Object> request = Map.of("organization_id", base, "as_of", start);
        Answer started = client.post(Service.MULTIPLIER, PATH + "runs", request);
        checks.check("an operator starts a run: 202", started.status() == 202, started);
        Answer again = client.post(Service.MULTIPLIER, PATH + "runs", request);
        checks.check(
                "and once more: 200, the same run",
                again.status() == 200 && again.text("id").equals(started.text("id")),
                again);
        Progress progress = new Progress();
        Answer run = client.await(
                () -> client.get(Service.MULTIPLIER, PATH + "runs/" + started.text("id")), progress::isCompleted);
        checks.check(
                String.format("the run is completed, with all %,d", EVERYBODY),
                run.status() == 200
                        && run.text("status").equals("completed")
                        && run.body().path("volunteers_done").asInt() == EVERYBODY,
                run);
        return run;
    }

    /** Shows how far a run is whenever that has changed. */
    private static final class Progress {
        private String shown = "";

        boolean isCompleted(JsonNode run) {
            String status = run.path("status").asText();
            String line = String.format(
                    "%-9s %,6d of %,d",
                    status,
                    run.path("volunteers_done").asLong(),
                    run.path("volunteers_total").asLong());
            if (!line.equals(shown)) {
                OUT.println("    " + line);
                shown = line;
            }
            return status.equals("completed");
        }
    }

    private void explain() {
        Answer answer = client.get(Service.MULTIPLIER, PATH + who());
        JsonNode found = answer.body();
        OUT.println("  Why " + WHO + " has " + answer.text("multiplier") + ":");
        line("", "", "base", found);
        line(answer.text("volunteer_level"), "0.1 × (3 − 1)", "level", found);
        line(answer.text("approved_tasks") + " approved in 30 days", "2 tens × 0.05", "activity", found);
        line(answer.text("active_downline") + " active in the downline", "4 × 0.02", "referral", found);
        line("", "", "sum", found);
        line(answer.text("inactive_days") + " days inactive", "", "decay_factor", found);
        line("", "", "floor", found);
        line("", "", "cap", found);
        line("", "", "multiplier", found);
        Map<String, String> expected = Map.of(
                "base",
                "1",
                "level",
                "0.2",
                "activity",
                "0.10",
                "referral",
                "0.08",
                "sum",
                "1.38",
                "decay_factor",
                "1",
                "floor",
                "1.2",
                "multiplier",
                "1.38");
        checks.check(
                WHO + " has 1 + 0.2 + 0.10 + 0.08 = 1.38, undiminished",
                expected.entrySet().stream()
                        .allMatch(part -> equal(new BigDecimal(part.getValue()), found.path(part.getKey()))),
                answer);
    }

    private static void line(String count, String computation, String part, JsonNode found) {
        String name = part.replace('_', ' ');
        OUT.printf(
                LINE,
                count.isEmpty() ? name : name + ": " + count,
                computation,
                found.path(part).decimalValue().stripTrailingZeros().toPlainString());
    }
}
