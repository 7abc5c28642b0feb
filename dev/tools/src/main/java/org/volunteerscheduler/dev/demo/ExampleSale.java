// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.demo.Checks.equal;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Sale;

/**
 * A sale and what it must pay, written down by hand from rules.md.
 *
 * @param amount tokens
 */
record ExampleSale(String transactionId, String buyer, BigDecimal amount, List<Expected> expected) {

    /**
     * What one member of the chain must earn.
     *
     * @param amount tokens, 2 decimals; null if it is under the minimum and not paid
     */
    record Expected(int level, String who, BigDecimal rate, BigDecimal amount) {}

    static ExampleSale of(String transactionId, String buyer, String amount, Expected... expected) {
        return new ExampleSale(transactionId, buyer, new BigDecimal(amount), List.of(expected));
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
    Sale request(SaleVolunteers volunteers, Instant soldAt) {
        return new Sale(volunteers.id(buyer), amount, transactionId, "SCICENT", soldAt);
    }

    ExampleSale withAmount(String other) {
        return new ExampleSale(transactionId, buyer, new BigDecimal(other), expected);
    }

    /** Exactly: buyer, amount and every level with its rate and sum, no level more and none less. */
    boolean isSettledIn(Answer answer, SaleVolunteers volunteers) {
        JsonNode found = answer.body();
        List<Expected> paid = paid();
        if (answer.status() != 200
                || !answer.text("status").equals("settled")
                || found.path("user_id").asLong() != volunteers.id(buyer)
                || !equal(amount, found.path("amount"))
                || found.path("commissions").size() != paid.size()) {
            return false;
        }
        for (int i = 0; i < paid.size(); i++) {
            JsonNode commission = found.path("commissions").get(i);
            if (commission.path("level").asInt() != paid.get(i).level()
                    || commission.path("user_id").asLong()
                            != volunteers.id(paid.get(i).who())
                    || !equal(paid.get(i).rate(), commission.path("rate"))
                    || !equal(paid.get(i).amount(), commission.path("amount"))) {
                return false;
            }
        }
        return true;
    }
}
