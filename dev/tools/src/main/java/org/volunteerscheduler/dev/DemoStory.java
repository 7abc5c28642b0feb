package org.volunteerscheduler.dev;

import static org.volunteerscheduler.dev.DemoSale.earns;
import static org.volunteerscheduler.dev.DemoSale.unpaid;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.dev.DemoClient.Answer;

/** What happens in the demonstration, in order, and what is expected of it. */
final class DemoStory {

    private final DemoClient client;
    private final Instant start;
    private final DemoWorld world;
    private final DemoChecks checks;
    private final PrintStream out;

    private final DemoSale first;
    private final DemoSale tiny;
    private final DemoSale repeated;
    private final DemoSale fiveLevels;
    private final DemoSale early;
    private final DemoSale forged;

    DemoStory(DemoClient client, Instant start, DemoChecks checks, PrintStream out) {
        this.client = client;
        this.start = start;
        this.world = new DemoWorld(start);
        this.checks = checks;
        this.out = out;
        this.first = DemoSale.of(
                world.transactionId("first"),
                "user 5",
                "100.50",
                earns(1, "user 4", "0.10", "10.05"),
                earns(2, "user 3", "0.08", "8.04"),
                earns(3, "user 2", "0.06", "6.03"),
                earns(4, "user 1", "0.04", "4.02"));
        this.tiny = DemoSale.of(
                world.transactionId("tiny"),
                "user 5",
                "0.12",
                earns(1, "user 4", "0.10", "0.01"),
                earns(2, "user 3", "0.08", "0.01"),
                earns(3, "user 2", "0.06", "0.01"),
                unpaid(4, "user 1", "0.04"));
        this.repeated = DemoSale.of(
                world.transactionId("repeated"),
                "user 5",
                "40.00",
                earns(1, "user 4", "0.10", "4.00"),
                earns(2, "user 3", "0.08", "3.20"),
                earns(3, "user 2", "0.06", "2.40"),
                earns(4, "user 1", "0.04", "1.60"));
        this.fiveLevels = DemoSale.of(
                world.transactionId("five_levels"),
                "Finn",
                "250.00",
                earns(1, "Eva", "0.10", "25.00"),
                earns(2, "Dev", "0.08", "20.00"),
                earns(3, "Cleo", "0.06", "15.00"),
                earns(4, "Ben", "0.04", "10.00"),
                earns(5, "Ada", "0.02", "5.00"));
        this.early = DemoSale.of(
                world.transactionId("early"),
                DemoWorld.LATECOMER,
                "80.00",
                earns(1, "Finn", "0.10", "8.00"),
                earns(2, "Eva", "0.08", "6.40"),
                earns(3, "Dev", "0.06", "4.80"),
                earns(4, "Cleo", "0.04", "3.20"),
                earns(5, "Ben", "0.02", "1.60"));
        this.forged = DemoSale.of(world.transactionId("forged"), "user 5", "1000.00");
    }

    void tell() {
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
        chapter("Volunteers (user n of this run has the id " + world.base() + " + n)");
        out.println("  each brought in the next:  " + String.join(" → ", DemoWorld.NUMBERED));
        out.println("                             " + String.join(" → ", DemoWorld.NAMED));
        List<Map<String, Object>> volunteers = new ArrayList<>();
        for (List<String> chain : List.of(DemoWorld.NUMBERED, DemoWorld.NAMED)) {
            for (int i = 0; i < chain.size(); i++) {
                volunteers.add(world.volunteer(chain.get(i), i == 0 ? null : chain.get(i - 1)));
            }
        }
        accepted("Decidim posts " + volunteers.size() + " volunteers", client.postVolunteers(volunteers));
    }

    private void sellTheExamples() {
        chapter("The two examples of the rules");
        deliver(first);
        deliver(tiny);
        settledAsExpected(first);
        settledAsExpected(tiny);
    }

    private void sellToFinn() {
        chapter("A buyer with five referrers");
        deliver(fiveLevels);
        settledAsExpected(fiveLevels);
    }

    private void deliverThreeTimes() {
        chapter("One sale, delivered three times");
        for (int i = 0; i < 3; i++) {
            deliver(repeated);
        }
        settledAsExpected(repeated);
        out.println("    that it pays once shows in the totals below");
    }

    private void deliverAContradiction() {
        chapter("The id of the first sale again, with another amount");
        deliver(first.withAmount("999.00"));
        Answer answer = client.awaitSale(
                first.transactionId(), sale -> sale.path("conflicts").asInt() > 0);
        checks.check(
                "recorded as a conflict: conflicts = 1",
                answer.status() == 200 && answer.body().path("conflicts").asInt() == 1,
                answer);
        checks.check("and changes nothing: still 100.50, and what it paid", isAsExpected(first, answer), answer);
    }

    private void sellToSomebodyUnknown() {
        chapter("A buyer nobody has heard of yet");
        deliver(early);
        Answer waiting = client.awaitSale(
                early.transactionId(), sale -> !sale.path("status").asText().isEmpty());
        checks.check(
                "the sale waits: awaiting_volunteer, nothing paid",
                waiting.status() == 200
                        && waiting.body().path("status").asText().equals("awaiting_volunteer")
                        && waiting.body().path("commissions").isEmpty(),
                waiting);
        accepted(
                "Decidim posts " + DemoWorld.LATECOMER + ", whom Finn brought in",
                client.postVolunteers(world.volunteer(DemoWorld.LATECOMER, "Finn")));
        settledAsExpected(early);
    }

    private void forgeASignature() {
        chapter("Somebody who does not know the secret");
        Answer answer = client.postForgedSale(forged.body(world, start));
        checks.check(forged.title() + ", wrongly signed: 401", answer.status() == 401, answer);
        Answer sale = client.sale(forged.transactionId());
        checks.check("and the sale does not exist: 404", sale.status() == 404, sale);
    }

    private void showWhoEarnedWhat() {
        chapter("Who earned what, and why");
        DemoTable table = new DemoTable(out);
        table.header();
        for (DemoSale sale : sales()) {
            table.lines(sale, client.sale(sale.transactionId()).body());
        }
    }

    private void checkTotals() {
        chapter("Statements: every sale's commission once, and nothing else");
        for (String name : world.names()) {
            List<BigDecimal> amounts = sales().stream()
                    .flatMap(sale -> sale.paid().stream())
                    .filter(entry -> entry.who().equals(name))
                    .map(DemoSale.Expected::amount)
                    .toList();
            BigDecimal total = amounts.stream().reduce(new BigDecimal("0.00"), BigDecimal::add);
            Answer answer = client.statement(world.id(name));
            checks.check(
                    String.format("%-6s  entries: %d, total: %5s", name, amounts.size(), total),
                    answer.status() == 200
                            && total.compareTo(answer.body().path("total").decimalValue()) == 0
                            && amounts.size() == answer.body().path("items").size(),
                    answer);
        }
    }

    private List<DemoSale> sales() {
        return List.of(first, tiny, fiveLevels, repeated, early);
    }

    private void chapter(String title) {
        out.println();
        out.println(title);
    }

    private void deliver(DemoSale sale) {
        accepted("Scicent posts: " + sale.title(), client.postSale(sale.body(world, start)));
    }

    private void accepted(String what, Answer answer) {
        checks.check(what + ": 202, kept by the broker", answer.status() == 202, answer);
    }

    private void settledAsExpected(DemoSale sale) {
        Answer answer = client.awaitSale(
                sale.transactionId(), found -> found.path("status").asText().equals("settled"));
        StringBuilder paid = new StringBuilder();
        sale.paid().forEach(entry -> paid.append(paid.isEmpty() ? "" : ", ")
                .append(entry.who())
                .append(' ')
                .append(entry.amount()));
        checks.check("settled: " + paid, isAsExpected(sale, answer), answer);
    }

    /** Exactly: buyer, amount and every level with its rate and sum, no level more and none less. */
    private boolean isAsExpected(DemoSale sale, Answer answer) {
        JsonNode found = answer.body();
        List<DemoSale.Expected> paid = sale.paid();
        if (answer.status() != 200
                || !found.path("status").asText().equals("settled")
                || found.path("user_id").asLong() != world.id(sale.buyer())
                || !equal(sale.amount(), found.path("amount"))
                || found.path("commissions").size() != paid.size()) {
            return false;
        }
        for (int i = 0; i < paid.size(); i++) {
            JsonNode commission = found.path("commissions").get(i);
            if (commission.path("level").asInt() != paid.get(i).level()
                    || commission.path("user_id").asLong()
                            != world.id(paid.get(i).who())
                    || !equal(paid.get(i).rate(), commission.path("rate"))
                    || !equal(paid.get(i).amount(), commission.path("amount"))) {
                return false;
            }
        }
        return true;
    }

    private static boolean equal(BigDecimal expected, JsonNode found) {
        return found.isNumber() && expected.compareTo(found.decimalValue()) == 0;
    }
}
