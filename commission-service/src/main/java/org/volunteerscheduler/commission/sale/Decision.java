package org.volunteerscheduler.commission.sale;

import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * What becomes of one sale: it waits for somebody, or it is settled with these commissions.
 *
 * @param saleId of the row, new or waiting
 * @param awaitedUserId empty if it is settled
 */
record Decision(
        long saleId, SaleRecorded sale, OptionalLong awaitedUserId, List<Commission> commissions, Set<SaleFlag> flags) {

    static Decision await(long saleId, SaleRecorded sale, long userId) {
        return new Decision(saleId, sale, OptionalLong.of(userId), List.of(), Set.of());
    }

    static Decision settle(long saleId, SaleRecorded sale, List<Commission> commissions, Set<SaleFlag> flags) {
        return new Decision(saleId, sale, OptionalLong.empty(), commissions, flags);
    }

    boolean settled() {
        return awaitedUserId.isEmpty();
    }
}
