// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.dev.system.Sale;

/** What each sale must pay. Source: rules.md, Commissions 1 to 3 and 7; see {@link Referrals}. */
record ExpectedCommissions(Referrals referrals) {

    private static final List<BigDecimal> RATES = List.of("0.10", "0.08", "0.06", "0.04", "0.02").stream()
            .map(BigDecimal::new)
            .toList();
    private static final BigDecimal MINIMUM = new BigDecimal("0.01");

    /** @param amount with 2 decimals */
    record Commission(int level, long userId, BigDecimal amount) {

        @Override
        public String toString() {
            return "level " + level + " to " + userId + ": " + amount;
        }
    }

    /** Levels ascending. */
    List<Commission> of(Sale sale) {
        List<Commission> commissions = new ArrayList<>();
        List<Long> chain = referrals.chain(sale.userId());
        for (int i = 0; i < chain.size(); i++) {
            BigDecimal amount = sale.amount().multiply(RATES.get(i)).setScale(2, RoundingMode.HALF_UP);
            if (amount.compareTo(MINIMUM) >= 0) {
                commissions.add(new Commission(i + 1, chain.get(i), amount));
            }
        }
        return commissions;
    }
}
