// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/**
 * The buyer and those who are paid for the buyer's sale, nearest first. It ends where nobody referred the last one,
 * where its paid depth ends, before it would meet anyone twice ({@code circular}), or before somebody who is not known
 * yet ({@code missing}).
 *
 * <p>Source: rules.md, Commissions 5 and 7.
 *
 * @param buyer null if it is the buyer who is missing
 * @param referrers levels 1, 2, … without a gap
 */
public record ReferralChain(Member buyer, List<Member> referrers, boolean circular, OptionalLong missing) {

    /**
     * Somebody on the way up.
     *
     * @param registeredAt null if nobody of this id is known yet
     * @param multiplier the activity multiplier; 1 if it was never computed
     */
    public record Member(long userId, Instant registeredAt, BigDecimal multiplier) {

        boolean known() {
            return registeredAt != null;
        }
    }

    /** @param path the buyer, the buyer's referrer, that one's referrer …, as far as they are known and one further */
    public static ReferralChain along(List<Member> path) {
        Set<Long> met = new HashSet<>();
        List<Member> followed = new ArrayList<>(path.size());
        for (Member member : path) {
            if (!met.add(member.userId())) {
                return of(followed, true, OptionalLong.empty());
            }
            if (!member.known()) {
                return of(followed, false, OptionalLong.of(member.userId()));
            }
            followed.add(member);
        }
        return of(followed, false, OptionalLong.empty());
    }

    private static ReferralChain of(List<Member> followed, boolean circular, OptionalLong missing) {
        return followed.isEmpty()
                ? new ReferralChain(null, List.of(), circular, missing)
                : new ReferralChain(
                        followed.getFirst(), List.copyOf(followed.subList(1, followed.size())), circular, missing);
    }

    public boolean buyerIsKnown() {
        return buyer != null;
    }
}
