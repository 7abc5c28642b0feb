package org.volunteerscheduler.dev;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A sale and what it must pay, written down by hand from rules.md.
 *
 * @param amount tokens
 */
record DemoSale(String transactionId, String buyer, BigDecimal amount, List<Expected> expected) {

    /**
     * What one member of the chain must earn.
     *
     * @param amount tokens, 2 decimals; null if it is under the minimum and not paid
     */
    record Expected(int level, String who, BigDecimal rate, BigDecimal amount) {}

    static DemoSale of(String transactionId, String buyer, String amount, Expected... expected) {
        return new DemoSale(transactionId, buyer, new BigDecimal(amount), List.of(expected));
    }

    static Expected earns(int level, String who, String rate, String amount) {
        return new Expected(level, who, new BigDecimal(rate), new BigDecimal(amount));
    }

    static Expected unpaid(int level, String who, String rate) {
        return new Expected(level, who, new BigDecimal(rate), null);
    }

    List<Expected> paid() {
        return expected.stream().filter(entry -> entry.amount() != null).toList();
    }

    String title() {
        return buyer + " buys " + amount;
    }

    /** As Scicent posts it. */
    Map<String, Object> body(DemoWorld world, Instant soldAt) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("user_id", world.id(buyer));
        body.put("amount", amount);
        body.put("transaction_id", transactionId);
        body.put("currency", "SCICENT");
        body.put("timestamp", soldAt);
        return body;
    }

    DemoSale withAmount(String other) {
        return new DemoSale(transactionId, buyer, new BigDecimal(other), expected);
    }
}
