// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;

class ReferralChainTest {

    @Test
    void aChainFollowsThePathToItsEnd() {
        ReferralChain chain = ReferralChain.along(path(5, 4, 3));
        assertThat(chain.buyer().userId()).isEqualTo(5);
        assertThat(ids(chain)).containsExactly(4L, 3L);
        assertThat(chain.circular()).isFalse();
        assertThat(chain.missing()).isEmpty();
    }

    @Test
    void whoReferredThemselvesEarnsNothingFromTheirOwnSale() {
        ReferralChain chain = ReferralChain.along(path(5, 5));
        assertThat(chain.referrers()).isEmpty();
        assertThat(chain.circular()).isTrue();
    }

    @Test
    void aCircleEndsBeforeItMeetsTheBuyerAgain() {
        assertThat(ids(ReferralChain.along(path(5, 4, 3, 5, 4, 3)))).containsExactly(4L, 3L);
    }

    @Test
    void aGapEndsTheChainAndIsNamed() {
        ReferralChain chain = ReferralChain.along(path(5, 4, -3));
        assertThat(ids(chain)).containsExactly(4L);
        assertThat(chain.missing()).hasValue(3);
    }

    @Test
    void anUnknownBuyerIsMissing() {
        ReferralChain chain = ReferralChain.along(path(-5));
        assertThat(chain.buyerIsKnown()).isFalse();
        assertThat(chain.missing()).hasValue(5);
    }

    @Property
    void nobodyIsEverMetTwice(@ForAll @Size(min = 1, max = 6) List<@IntRange(min = 1, max = 4) Integer> ids) {
        ReferralChain chain = ReferralChain.along(
                path(ids.stream().mapToInt(Integer::intValue).toArray()));
        List<Long> met = new ArrayList<>(ids(chain));
        met.add(chain.buyer().userId());
        assertThat(met).doesNotHaveDuplicates();
        assertThat(chain.circular()).isEqualTo(met.size() < ids.size());
    }

    /** A negative id is somebody who is not known. */
    private static List<Member> path(int... ids) {
        return Arrays.stream(ids)
                .mapToObj(id -> new Member(Math.abs(id), id < 0 ? null : Instant.EPOCH, BigDecimal.ONE))
                .toList();
    }

    private static List<Long> ids(ReferralChain chain) {
        return chain.referrers().stream().map(Member::userId).toList();
    }
}
