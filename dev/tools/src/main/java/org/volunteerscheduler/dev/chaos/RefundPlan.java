// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;

/**
 * Which sales are refunded, and how: in parts, whole, the rest, more than there is, by two of which one must be refused,
 * in another currency. What is left of each level is the same in whatever order they come.
 */
record RefundPlan(Random random) {

    private static final int ONE_IN = 4;

    /** None for most sales. */
    List<Refund> of(Sale sale) {
        List<Refund> refunds = new ArrayList<>();
        if (random.nextInt(ONE_IN) > 0) {
            return refunds;
        }
        switch (random.nextInt(7)) {
            case 0 -> add(refunds, sale, null);
            case 1 -> add(refunds, sale, sale.amount());
            case 2 -> addParts(refunds, sale);
            case 3 -> {
                addParts(refunds, sale);
                add(refunds, sale, null);
            }
            case 4 -> add(refunds, sale, sale.amount().add(BigDecimal.ONE.movePointLeft(8)));
            case 5 -> {
                add(refunds, sale, share(sale, 60));
                add(refunds, sale, share(sale, 60));
            }
            default ->
                refunds.add(new Refund(
                        id(sale, 0), sale.transactionId(), sale.amount(), "EUR", sale.timestamp(), "wrong currency"));
        }
        return refunds;
    }

    /** Together less than the sale. */
    private void addParts(List<Refund> refunds, Sale sale) {
        int parts = 1 + random.nextInt(4);
        for (int i = 0; i < parts; i++) {
            add(refunds, sale, share(sale, 1 + random.nextInt(100 / (parts + 1))));
        }
    }

    private static BigDecimal share(Sale sale, int percent) {
        return sale.amount().multiply(BigDecimal.valueOf(percent, 2)).setScale(8, RoundingMode.UP);
    }

    private static void add(List<Refund> refunds, Sale sale, BigDecimal amount) {
        refunds.add(new Refund(
                id(sale, refunds.size()),
                sale.transactionId(),
                amount,
                sale.currency(),
                sale.timestamp(),
                "chargeback"));
    }

    private static String id(Sale sale, int number) {
        return sale.transactionId() + "_refund_" + number;
    }
}
