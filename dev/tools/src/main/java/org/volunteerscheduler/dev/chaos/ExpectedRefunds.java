// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.TreeMap;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;

/** What the refunds of a sale must take back, whatever order they come in. Source: rules.md, Refunds 2 to 4. */
final class ExpectedRefunds {

    private ExpectedRefunds() {}

    /**
     * How much of the sale is refunded in the end. Those of one sale either all fit, or are alike, or one takes the rest:
     * their order makes no difference to this.
     */
    static BigDecimal refunded(Sale sale, List<Refund> refunds) {
        BigDecimal refunded = BigDecimal.ZERO;
        for (Refund refund : refunds) {
            BigDecimal left = sale.amount().subtract(refunded);
            BigDecimal amount = refund.amount() == null ? left : refund.amount();
            if (refund.currency().equals(sale.currency()) && amount.compareTo(left) <= 0) {
                refunded = refunded.add(amount);
            }
        }
        return refunded;
    }

    /** What all refunds together take back of each level, below zero; a level that loses nothing is left out. */
    static TreeMap<Integer, BigDecimal> reversed(Sale sale, List<Commission> commissions, BigDecimal refunded) {
        TreeMap<Integer, BigDecimal> reversed = new TreeMap<>();
        for (Commission paid : commissions) {
            BigDecimal lost = stays(paid.amount(), sale.amount(), refunded).subtract(paid.amount());
            if (lost.signum() != 0) {
                reversed.put(paid.level(), lost);
            }
        }
        return reversed;
    }

    /** In whole numbers: 2 A (S - R) + S over 2 S, without the remainder, is A (S - R) / S rounded half up. */
    private static BigDecimal stays(BigDecimal commission, BigDecimal amount, BigDecimal refunded) {
        BigInteger sold = amount.movePointRight(8).toBigIntegerExact();
        BigInteger left = amount.subtract(refunded).movePointRight(8).toBigIntegerExact();
        BigInteger paid = commission.movePointRight(2).toBigIntegerExact();
        BigInteger two = BigInteger.TWO;
        return new BigDecimal(two.multiply(paid).multiply(left).add(sold).divide(two.multiply(sold)), 2);
    }
}
