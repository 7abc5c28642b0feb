// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.commission.rule.ReferralChain.Member;

class WaitingPolicyTest {

    private static final Instant NOW = Instant.parse("2024-12-15T10:30:00Z");
    private static final WaitingPolicy POLICY = new WaitingPolicy(Duration.ofHours(24));
    private static final Sale SALE = new Sale("tx", 5, BigDecimal.ONE, "SCICENT", NOW, NOW);
    private static final ReferralChain WITHOUT_BUYER = ReferralChain.along(List.of(unknown(5)));
    private static final ReferralChain WITHOUT_MEMBER_4 = ReferralChain.along(List.of(known(5), unknown(4)));
    private static final ReferralChain WHOLE = ReferralChain.along(List.of(known(5), known(4)));

    @Test
    void aNewSaleWaitsForWhoeverIsMissing() {
        KnownSale fresh = new KnownSale.New(1);
        assertThat(POLICY.awaits(fresh, WITHOUT_BUYER, NOW)).hasValue(5);
        assertThat(POLICY.awaits(fresh, WITHOUT_MEMBER_4, NOW)).hasValue(4);
        assertThat(POLICY.awaits(fresh, WHOLE, NOW)).isEmpty();
    }

    @Test
    void aBuyerIsWaitedForWithoutLimit() {
        assertThat(POLICY.awaits(waitingFor(5, Duration.ofDays(400)), WITHOUT_BUYER, NOW))
                .hasValue(5);
    }

    @ParameterizedTest
    @CsvSource({"PT23H59M59.999999S, true", "PT24H, false", "PT24H0.000001S, false"})
    void aMissingMemberIsWaitedForADay(Duration waited, boolean waitsOn) {
        assertThat(POLICY.awaits(waitingFor(4, waited), WITHOUT_MEMBER_4, NOW).isPresent())
                .isEqualTo(waitsOn);
    }

    @Test
    void theDayBeginsAnewWithEveryMemberThatIsMissing() {
        assertThat(POLICY.awaits(waitingFor(3, Duration.ofDays(2)), WITHOUT_MEMBER_4, NOW))
                .hasValue(4);
    }

    @Test
    void whoIsKnownIsWaitedForNoMore() {
        assertThat(POLICY.awaits(waitingFor(4, Duration.ofSeconds(1)), WHOLE, NOW))
                .isEmpty();
    }

    private static KnownSale waitingFor(long userId, Duration since) {
        return new KnownSale.Waiting(1, SALE, userId, NOW.minus(since));
    }

    private static Member known(long userId) {
        return new Member(userId, Instant.EPOCH, BigDecimal.ONE);
    }

    private static Member unknown(long userId) {
        return new Member(userId, null, BigDecimal.ONE);
    }
}
