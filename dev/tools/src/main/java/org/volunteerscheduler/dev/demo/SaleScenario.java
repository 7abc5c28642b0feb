// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.system.Console.OUT;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Webhook;

/** Sales and their commissions: what happens, in order, and what is expected of it. */
final class SaleScenario {

    private final DemoClient client;
    private final Instant start;
    private final Checks checks;
    private final SaleVolunteers volunteers;
    private final ExampleSales sales;

    SaleScenario(DemoClient client, Instant start, Checks checks) {
        this.client = client;
        this.start = start;
        this.checks = checks;
        this.volunteers = new SaleVolunteers(start);
        this.sales = ExampleSales.of(volunteers);
    }

    void play() {
        registerVolunteers();
        sellTheExamples();
        sellToFinn();
        deliverThreeTimes();
        deliverAContradiction();
        sellToSomebodyUnknown();
        forgeASignature();
        showWhoEarnedWhat();
        checkTotals();
    }

    private void registerVolunteers() {
        chapter("Volunteers (user n of this run has the id " + volunteers.base() + " + n)");
        OUT.println("  each brought in the next:  " + String.join(" → ", SaleVolunteers.NUMBERED));
        OUT.println("                             " + String.join(" → ", SaleVolunteers.NAMED));
        List<Volunteer> registered = new ArrayList<>();
        for (List<String> chain : List.of(SaleVolunteers.NUMBERED, SaleVolunteers.NAMED)) {
            for (int i = 0; i < chain.size(); i++) {
                registered.add(volunteers.volunteer(chain.get(i), i == 0 ? null : chain.get(i - 1)));
            }
        }
        checks.accepted(
                "Decidim posts " + registered.size() + " volunteers", client.post(Webhook.VOLUNTEERS, registered));
    }

    private void sellTheExamples() {
        chapter("The two examples of the rules");
        deliver(sales.first());
        deliver(sales.tiny());
        settledAsExpected(sales.first());
        settledAsExpected(sales.tiny());
    }

    private void sellToFinn() {
        chapter("A buyer with five referrers");
        deliver(sales.fiveLevels());
        settledAsExpected(sales.fiveLevels());
    }

    private void deliverThreeTimes() {
        chapter("One sale, delivered three times");
        for (int i = 0; i < 3; i++) {
            deliver(sales.repeated());
        }
        settledAsExpected(sales.repeated());
        OUT.println("    that it pays once shows in the totals below");
    }

    private void deliverAContradiction() {
        chapter("The id of the first sale again, with another amount");
        deliver(sales.first().withAmount("999.00"));
        Answer answer = client.awaitSale(
                sales.first().transactionId(), sale -> sale.path("conflicts").asInt() > 0);
        checks.check(
                "recorded as a conflict: conflicts = 1",
                answer.status() == 200 && answer.body().path("conflicts").asInt() == 1,
                answer);
        checks.check(
                "and changes nothing: still 100.50, and what it paid",
                sales.first().isSettledIn(answer, volunteers),
                answer);
    }

    private void sellToSomebodyUnknown() {
        chapter("A buyer nobody has heard of yet");
        deliver(sales.early());
        Answer waiting = client.awaitSale(
                sales.early().transactionId(),
                sale -> !sale.path("status").asText().isEmpty());
        checks.check(
                "the sale waits: awaiting_volunteer, nothing paid",
                waiting.status() == 200
                        && waiting.body().path("status").asText().equals("awaiting_volunteer")
                        && waiting.body().path("commissions").isEmpty(),
                waiting);
        checks.accepted(
                "Decidim posts " + SaleVolunteers.LATECOMER + ", whom Finn brought in",
                client.post(Webhook.VOLUNTEERS, volunteers.volunteer(SaleVolunteers.LATECOMER, "Finn")));
        settledAsExpected(sales.early());
    }

    private void forgeASignature() {
        chapter("Somebody who does not know the secret");
        Answer answer = client.postForged(Webhook.SALES, sales.forged().request(volunteers, start));
        checks.check(sales.forged().title() + ", wrongly signed: 401", answer.status() == 401, answer);
        Answer sale = client.sale(sales.forged().transactionId());
        checks.check("and the sale does not exist: 404", sale.status() == 404, sale);
    }

    private void showWhoEarnedWhat() {
        chapter("Who earned what, and why");
        CommissionTable.header();
        for (ExampleSale sale : sales.settled()) {
            CommissionTable.lines(sale, client.sale(sale.transactionId()).body());
        }
    }

    private void checkTotals() {
        chapter("Statements: every sale's commission once, and nothing else");
        for (String name : volunteers.names()) {
            List<BigDecimal> amounts = sales.earnedBy(name);
            BigDecimal total = amounts.stream().reduce(new BigDecimal("0.00"), BigDecimal::add);
            Answer answer =
                    client.get(Service.COMMISSION, "/volunteer_scheduler/commissions?user_id=" + volunteers.id(name));
            checks.check(
                    String.format("%-6s  entries: %d, total: %5s", name, amounts.size(), total),
                    answer.status() == 200
                            && total.compareTo(answer.body().path("total").decimalValue()) == 0
                            && amounts.size() == answer.body().path("items").size(),
                    answer);
        }
    }

    private static void chapter(String title) {
        OUT.println();
        OUT.println(title);
    }

    private void deliver(ExampleSale sale) {
        checks.accepted("Scicent posts: " + sale.title(), client.post(Webhook.SALES, sale.request(volunteers, start)));
    }

    private void settledAsExpected(ExampleSale sale) {
        Answer answer = client.awaitSale(
                sale.transactionId(), found -> found.path("status").asText().equals("settled"));
        String paid = sale.paid().stream()
                .map(entry -> entry.who() + " " + entry.amount())
                .collect(Collectors.joining(", "));
        checks.check("settled: " + paid, sale.isSettledIn(answer, volunteers), answer);
    }
}
