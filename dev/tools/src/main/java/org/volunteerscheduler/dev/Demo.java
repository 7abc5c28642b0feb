package org.volunteerscheduler.dev;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The demonstration of {@code dev/run}: a small world, a handful of sales, and who earned what and why. Every figure is
 * compared with what rules.md says. It can be repeated against the same databases: each run has ids of its own.
 */
public final class Demo {

    private static final String[] NAMES = {"", "Ada", "Ben", "Chloe", "Dina", "Emil", "Fay", "Gus"};

    private final Api api = Api.fromEnvironment();
    private final long run = Instant.now().getEpochSecond();
    private final Map<Integer, BigDecimal> expectedByVolunteer = new LinkedHashMap<>();
    private int failures;

    private Demo() {}

    public static void main(String[] arguments) throws Exception {
        Demo demo = new Demo();
        demo.play();
        System.exit(demo.failures == 0 ? 0 : 1);
    }

    private void play() throws Exception {
        heading("A small world");
        System.out.println("  Ada <- Ben <- Chloe <- Dina <- Emil <- Fay      (Ada referred Ben, who referred Chloe, ...)");
        System.out.println("  user ids " + id(1) + " to " + id(6) + "; Gus, " + id(7) + ", is not known yet");
        check(
                "six volunteers accepted",
                202,
                api.facts("volunteers", List.of(volunteer(1, 0), volunteer(2, 1), volunteer(3, 2), volunteer(4, 3), volunteer(5, 4), volunteer(6, 5))));

        heading("Sales, signed and sent through the public door");
        check("Emil buys 100.50", 202, api.sale(id(5), "100.50", tx("first")));
        check("Emil buys 0.12", 202, api.sale(id(5), "0.12", tx("second")));
        check("Fay buys 1000", 202, api.sale(id(6), "1000", tx("five-levels")));
        for (int i = 0; i < 3; i++) {
            check("Ben buys 20, delivery " + (i + 1) + " of 3", 202, api.sale(id(2), "20", tx("thrice")));
        }
        check("the same sale with another amount", 202, api.sale(id(2), "2000", tx("thrice")));
        check("Gus buys 50 before anybody knows Gus", 202, api.sale(id(7), "50", tx("early")));
        check("a sale with a wrong signature", 401, api.wronglySignedSale(id(5), "5000", tx("forged")));

        heading("Who earned what, and why");
        settled("Emil", "first", "100.50", 0, line(1, 4, "0.10", "10.05"), line(2, 3, "0.08", "8.04"), line(3, 2, "0.06", "6.03"), line(4, 1, "0.04", "4.02"));
        settled("Emil", "second", "0.12", 0, line(1, 4, "0.10", "0.01"), line(2, 3, "0.08", "0.01"), line(3, 2, "0.06", "0.01"));
        System.out.println("    level 4: 0.12 x 0.04 = 0.0048 rounds to 0.00, which is not paid");
        settled("Fay", "five-levels", "1000", 0, line(1, 5, "0.10", "100.00"), line(2, 4, "0.08", "80.00"), line(3, 3, "0.06", "60.00"), line(4, 2, "0.04", "40.00"), line(5, 1, "0.02", "20.00"));
        settled("Ben", "thrice", "20", 1, line(1, 1, "0.10", "2.00"));
        System.out.println("    delivered three times and paid once; the contradicting delivery is recorded as a conflict");

        check("Gus's sale waits", "awaiting_volunteer", api.awaitSale(tx("early"), "awaiting_volunteer").path("status").asText());
        check("Gus registers, referred by Emil", 202, api.facts("volunteers", List.of(volunteer(7, 5))));
        settled("Gus", "early", "50", 0, line(1, 5, "0.10", "5.00"), line(2, 4, "0.08", "4.00"), line(3, 3, "0.06", "3.00"), line(4, 2, "0.04", "2.00"), line(5, 1, "0.02", "1.00"));
        check("the forged sale does not exist", 404, api.saleStatus(tx("forged")));

        heading("What each has earned together");
        for (Map.Entry<Integer, BigDecimal> expected : expectedByVolunteer.entrySet()) {
            BigDecimal total = api.total(id(expected.getKey()));
            System.out.printf("  %-8s %10s%n", NAMES[expected.getKey()], total.toPlainString());
            check("  " + NAMES[expected.getKey()] + "'s statement sums to", expected.getValue(), total);
        }
        System.out.println();
        System.out.println(failures == 0 ? "Every figure is as expected." : failures + " figures are NOT as expected.");
    }

    private record Line(int level, int volunteer, BigDecimal rate, BigDecimal amount) {}

    private static Line line(int level, int volunteer, String rate, String amount) {
        return new Line(level, volunteer, new BigDecimal(rate), new BigDecimal(amount));
    }

    private void settled(String buyer, String name, String amount, int conflicts, Line... expected) throws Exception {
        JsonNode sale = conflicts == 0 ? api.awaitSale(tx(name), "settled") : api.awaitConflict(tx(name));
        System.out.printf("  %s's sale of %s%n", buyer, amount);
        List<String> got = new ArrayList<>();
        for (JsonNode commission : sale.path("commissions")) {
            int volunteer = (int) (commission.path("user_id").asLong() - id(0));
            BigDecimal earned = commission.path("amount").decimalValue();
            System.out.printf(
                    "    level %d  %-6s %10s = %s x %s%n",
                    commission.path("level").asInt(), NAMES[volunteer], earned.toPlainString(), amount, commission.path("rate").decimalValue().toPlainString());
            got.add(describe(new Line(commission.path("level").asInt(), volunteer, commission.path("rate").decimalValue(), earned)));
        }
        List<String> wanted = new ArrayList<>();
        for (Line line : expected) {
            wanted.add(describe(line));
            expectedByVolunteer.merge(line.volunteer, line.amount, BigDecimal::add);
        }
        check("  as the rules say", wanted, got);
        check("  conflicts", conflicts, sale.path("conflicts").asInt());
    }

    private static String describe(Line line) {
        return line.level + ":" + NAMES[line.volunteer] + ":" + line.rate.stripTrailingZeros().toPlainString() + ":"
                + line.amount.setScale(2).toPlainString();
    }

    private void check(String what, Object expected, Object actual) {
        boolean right = expected instanceof BigDecimal decimal
                ? decimal.compareTo((BigDecimal) actual) == 0
                : expected.equals(actual);
        if (!right) {
            failures++;
        }
        System.out.printf("  %s %s%s%n", right ? "ok  " : "FAIL", what, right ? "" : ": expected " + expected + ", got " + actual);
    }

    private static void heading(String text) {
        System.out.println();
        System.out.println(text);
    }

    private long id(int n) {
        return run * 10 + n;
    }

    private String tx(String name) {
        return "demo-" + run + "-" + name;
    }

    private String volunteer(int n, int referrer) {
        return "{\"user_id\":%d,\"organization_id\":1,\"referrer_id\":%s,\"level\":1,\"registered_at\":\"2024-01-01T00:00:00Z\",\"updated_at\":\"2024-01-01T00:00:00Z\"}"
                .formatted(id(n), referrer == 0 ? "null" : String.valueOf(id(referrer)));
    }
}
