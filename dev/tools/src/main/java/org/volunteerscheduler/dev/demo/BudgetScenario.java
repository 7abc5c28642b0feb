// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static java.util.stream.Collectors.toMap;
import static org.volunteerscheduler.dev.demo.Checks.equal;
import static org.volunteerscheduler.dev.system.Console.OUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Webhook;

/** A weekly budget: previewed, paid once, and divided as the rules say. */
final class BudgetScenario {

    private static final String PATH = "/volunteer_scheduler/budgets/";
    private static final BigDecimal POOL = new BigDecimal("1000.00");

    /** @param share of the pool before it is rounded, in hundredths */
    private record Expected(String who, String because, BigDecimal score, String share, BigDecimal amount) {

        static Expected of(String who, String because, String score, String share, String amount) {
            return new Expected(who, because, new BigDecimal(score), share, new BigDecimal(amount));
        }
    }

    /** 1000 × 30 ÷ 59, 18 ÷ 59 and 11 ÷ 59 leave a hundredth over; it goes to the largest remainder. */
    private static final List<Expected> EXPECTED = List.of(
            Expected.of("Nia", "4 × 25 × 2 × 0.1 + 5 × 2", "30.00", "508.4746", "508.47"),
            Expected.of("Omar", "3 × 50 × 1 × 0.1 + 5 × 1 − 2 × 1", "18.00", "305.0847", "305.09"),
            Expected.of("Pia", "3 × 40 × 1 × 0.1 − 1", "11.00", "186.4407", "186.44"));

    private final DemoClient client;
    private final Checks checks;
    private final Instant start;
    private final BudgetVolunteers volunteers;

    BudgetScenario(DemoClient client, Instant start, Checks checks) {
        this.client = client;
        this.checks = checks;
        this.start = start;
        this.volunteers = new BudgetVolunteers(start);
    }

    void play() {
        OUT.println();
        OUT.println("A weekly budget of 1000.00 for one organization");
        postTheWeek();
        JsonNode preview = awaitPreview();
        Answer run = startTheRun();
        JsonNode allocations = client.get(Service.BUDGET, PATH + "runs/" + run.text("id") + "/allocations")
                .body()
                .path("items");
        checks.check("it pays what the preview said", allocations.equals(preview.path("allocations")), allocations);
        BudgetTable.show(
                allocations,
                volunteers.idByName().entrySet().stream().collect(toMap(Map.Entry::getValue, Map.Entry::getKey)),
                EXPECTED.stream()
                        .collect(toMap(Expected::who, one -> one.because + "; " + one.share + " of the pool")));
        checkTheSum(run, allocations);
    }

    private void postTheWeek() {
        checks.accepted(
                "Decidim posts " + volunteers.volunteers().size() + " volunteers",
                client.post(Webhook.VOLUNTEERS, volunteers.volunteers()));
        checks.accepted(
                "Decidim posts their " + volunteers.assignments().size() + " assignments",
                client.post(Webhook.ASSIGNMENTS, volunteers.assignments()));
    }

    private JsonNode awaitPreview() {
        Answer preview = client.await(
                () -> client.post(Service.BUDGET, PATH + "preview", request(POOL)),
                body -> isAsExpected(body.path("allocations")));
        checks.check(
                "previewed: 3 are eligible (Quin has 2 approved tasks of at least 3), all of the pool is paid",
                preview.status() == 200
                        && preview.body().path("eligible").asInt() == EXPECTED.size()
                        && equal(BigDecimal.ZERO, preview.body().path("undistributed")),
                preview);
        return preview.body();
    }

    private Answer startTheRun() {
        Answer started = client.post(Service.BUDGET, PATH + "runs", request(POOL));
        checks.check("started by an operator: 202", started.status() == 202, started);
        Answer run = client.await(
                () -> client.get(Service.BUDGET, PATH + "runs/" + started.text("id")),
                body -> body.path("status").asText().equals("completed"));
        checks.check("completed", run.status() == 200 && run.text("status").equals("completed"), run);
        Answer again = client.post(Service.BUDGET, PATH + "runs", request(POOL));
        checks.check(
                "started again: 200, the same run, and nobody is paid twice",
                again.status() == 200 && again.body().equals(run.body()),
                again);
        Answer other = client.post(Service.BUDGET, PATH + "runs", request(POOL.add(POOL)));
        checks.check("started again with another pool: 409", other.status() == 409, other);
        return run;
    }

    private Map<String, Object> request(BigDecimal pool) {
        return Map.of(
                "period",
                "weekly",
                "organization_id",
                volunteers.organizationId(),
                "pool_amount",
                pool,
                "as_of",
                start);
    }

    private void checkTheSum(Answer run, JsonNode allocations) {
        checks.check("ranks, scores and amounts are those of the rules", isAsExpected(allocations), allocations);
        BigDecimal sum = BigDecimal.ZERO;
        for (JsonNode one : allocations) {
            sum = sum.add(one.path("amount").decimalValue());
        }
        checks.check(
                "508.47 + 305.09 + 186.44 = " + sum + ": the pool, to the hundredth",
                sum.compareTo(POOL) == 0 && equal(POOL, run.body().path("distributed")),
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
                    || found.path("user_id").asLong() != volunteers.idByName().get(expected.who)
                    || !equal(expected.score, found.path("score"))
                    || !equal(expected.amount, found.path("amount"))) {
                return false;
            }
        }
        return true;
    }
}
