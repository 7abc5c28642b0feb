// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.demo.Checks.equal;
import static org.volunteerscheduler.dev.demo.ExampleSale.earns;
import static org.volunteerscheduler.dev.system.Console.OUT;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Webhook;

/** A sale that is refunded in two parts, the first of which comes before the sale: five levels end at 0.00. */
final class RefundScenario {

    private static final String LINE = "  %5s  %-6s %9s %12s %9s %9s%n";

    private final DemoClient client;
    private final Instant start;
    private final Checks checks;
    private final SaleVolunteers volunteers;
    private final ExampleSale sale;
    /** By level, written down by hand from rules.md: what a third takes back, and what the rest does. */
    private final List<String> third = List.of("-3.35", "-2.68", "-2.01", "-1.34", "-0.67");

    private final List<String> rest = List.of("-6.70", "-5.36", "-4.02", "-2.68", "-1.34");

    RefundScenario(DemoClient client, Instant start, Checks checks) {
        this.client = client;
        this.start = start;
        this.checks = checks;
        this.volunteers = new SaleVolunteers(start);
        this.sale = ExampleSale.of(
                volunteers.transactionId("refunded"),
                "Finn",
                "100.50",
                earns(1, "Eva", "0.10", "10.05"),
                earns(2, "Dev", "0.08", "8.04"),
                earns(3, "Cleo", "0.06", "6.03"),
                earns(4, "Ben", "0.04", "4.02"),
                earns(5, "Ada", "0.02", "2.01"));
    }

    void play() {
        OUT.println();
        OUT.println("A refund over five levels, part of it before its sale");
        refundBeforeTheSale();
        sell();
        refundTooMuch();
        refundTheRest();
        show();
    }

    private void refundBeforeTheSale() {
        post("a third", "33.50");
        Answer waiting = client.await(() -> client.refund(refundId("a third")), refund -> true);
        checks.check(
                "the refund waits for its sale: awaiting_sale",
                waiting.status() == 200 && waiting.text("status").equals("awaiting_sale"),
                waiting);
    }

    private void sell() {
        checks.accepted("Scicent posts: " + sale.title(), client.post(Webhook.SALES, sale.request(volunteers, start)));
        Answer refunded = awaitStatus("partially_refunded");
        checks.check(
                "settled, then refunded by a third: " + String.join(", ", third),
                refunded.status() == 200 && reversals(refunded, "a third").equals(third),
                refunded);
    }

    private void refundTooMuch() {
        post("too much", "67.01");
        Answer refused = client.await(
                () -> client.refund(refundId("too much")),
                refund -> refund.path("status").asText().equals("refused"));
        checks.check(
                "67.01 of the 67.00 that are left: refused, more_than_is_left",
                refused.status() == 200 && refused.text("refusal").equals("more_than_is_left"),
                refused);
    }

    private void refundTheRest() {
        post("the rest", null);
        post("the rest", null);
        Answer refunded = awaitStatus("refunded");
        checks.check(
                "refunded whole: " + String.join(", ", rest),
                refunded.status() == 200
                        && equal(sale.amount(), refunded.body().path("refunded"))
                        && reversals(refunded, "the rest").equals(rest)
                        && refunded.body().path("reversals").size() == third.size() + rest.size(),
                refunded);
    }

    private void show() {
        OUT.printf(LINE, "level", "who", "earned", "first refund", "the rest", "stays");
        OUT.printf(LINE, "-".repeat(5), "-".repeat(6), "-".repeat(9), "-".repeat(12), "-".repeat(9), "-".repeat(9));
        Answer refunded = client.sale(sale.transactionId());
        List<String> first = reversals(refunded, "a third");
        List<String> second = reversals(refunded, "the rest");
        boolean nothingStays = first.size() == third.size() && second.size() == rest.size();
        for (int i = 0; nothingStays && i < sale.expected().size(); i++) {
            ExampleSale.Expected earned = sale.expected().get(i);
            BigDecimal stays = earned.amount().add(new BigDecimal(first.get(i))).add(new BigDecimal(second.get(i)));
            OUT.printf(LINE, earned.level(), earned.who(), earned.amount(), first.get(i), second.get(i), stays);
            nothingStays = stays.signum() == 0;
        }
        checks.check("nothing stays on any level", nothingStays, refunded);
    }

    private void post(String name, String amount) {
        String what = amount == null ? "the rest" : amount;
        checks.accepted(
                "Scicent posts: refund of " + what,
                client.post(
                        Webhook.REFUNDS,
                        new Refund(
                                refundId(name),
                                sale.transactionId(),
                                amount == null ? null : new BigDecimal(amount),
                                "SCICENT",
                                start,
                                "chargeback")));
    }

    private String refundId(String name) {
        return volunteers.transactionId("refund_" + name.replace(' ', '_'));
    }

    private Answer awaitStatus(String status) {
        return client.awaitSale(
                sale.transactionId(), found -> found.path("status").asText().equals(status));
    }

    /** Of one refund, levels ascending. */
    private List<String> reversals(Answer answer, String name) {
        return answer.body()
                .path("reversals")
                .valueStream()
                .filter(reversal -> reversal.path("refund_id").asText().equals(refundId(name)))
                .map(reversal ->
                        reversal.path("amount").decimalValue().setScale(2).toPlainString())
                .toList();
    }
}
