// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

class FailureHeadersTest {

    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");
    private static final Instant LATER = NOON.plus(Duration.ofMinutes(5));

    @Test
    void eachFailureIsCountedAndTheFirstStaysTheFirst() {
        Map<String, Object> once = failure(Map.of("traceparent", "00-1"), NOON).addedTo(Map.of("traceparent", "00-1"));
        FailureHeaders twice = failure(once, LATER);

        assertThat(twice.attempts()).isEqualTo(2);
        assertThat(twice.firstFailure()).isEqualTo(NOON);
        assertThat(twice.lastFailure()).isEqualTo(LATER);
        assertThat(FailureHeaders.read(twice.addedTo(once), NOON)).isEqualTo(twice);
        assertThat(twice.addedTo(once)).containsEntry("traceparent", "00-1");
    }

    @ParameterizedTest
    @CsvSource({"-5, 1", "0, 1", "3, 4", "2147483647, 2147483647", "9223372036854775807, 2147483647"})
    void whateverStandsThereOneMoreCanBeCounted(long attempts, int next) {
        assertThat(failure(Map.of("x-attempts", attempts), NOON).attempts()).isEqualTo(next);
    }

    @Test
    void headersOfSomebodyElseAreNotTakenForOurs() {
        Map<String, Object> theirs = Map.of(
                "x-attempts",
                "many",
                "x-first-failure",
                "yesterday",
                "x-due",
                5,
                "x-until",
                List.of(),
                "x-priority",
                "?");

        FailureHeaders read = FailureHeaders.read(theirs, NOON);

        assertThat(read.attempts()).isEqualTo(1);
        assertThat(read.firstFailure()).isEqualTo(NOON);
        assertThat(FailureHeaders.dueAt(theirs)).isEqualTo(Instant.EPOCH);
        assertThat(FailureHeaders.waitsUntil(theirs)).isEqualTo(Instant.EPOCH);
        assertThat(FailureHeaders.restored(message(theirs)).priority()).isEqualTo(5);
    }

    @Test
    void aMessageThatWaitsHasNoPriorityAndGetsItsOwnBack() {
        OutboundMessage waiting = FailureHeaders.waiting(message(Map.of("a", "b")), NOON, LATER);

        assertThat(waiting.priority()).isZero();
        assertThat(FailureHeaders.waitsUntil(waiting.headers())).isEqualTo(NOON);
        assertThat(FailureHeaders.dueAt(waiting.headers())).isEqualTo(LATER);
        assertThat(FailureHeaders.restored(waiting).priority()).isEqualTo(5);
    }

    @Test
    void aMessageThatIsBroughtBackHasNeverFailed() {
        Map<String, Object> failed = failure(Map.of(), NOON).addedTo(Map.of("a", "b"));
        Map<String, Object> waited =
                FailureHeaders.waiting(message(failed), NOON, LATER).headers();

        assertThat(FailureHeaders.withoutFailure(waited)).isEqualTo(Map.of("a", "b"));
        assertThat(FailureHeaders.withoutFailure(
                        Map.of("x-death", List.of(), "x-first-death-queue", "q", "x-last-death-reason", "r")))
                .isEmpty();
        assertThat(FailureHeaders.withoutFailure(null)).isEmpty();
    }

    @Test
    void aReasonIsCut() {
        FailureHeaders failure = FailureHeaders.after(null, "x".repeat(10_000), "E", NOON, "queue");

        assertThat(failure.reason()).hasSize(500);
    }

    @Test
    void headersThatLeaveNoRoomForTheReasonAreLeftOut() {
        Map<String, Object> large = Map.of("large", "x".repeat(120_000));

        assertThat(failure(large, NOON).addedTo(large)).containsKey("x-reason").doesNotContainKey("large");
    }

    private static FailureHeaders failure(Map<String, Object> before, Instant now) {
        return FailureHeaders.after(before, "broken", "java.lang.IllegalStateException", now, "queue");
    }

    private static OutboundMessage message(Map<String, Object> headers) {
        return new OutboundMessage(List.of("queue"), false, "id", "type", 5, headers, new byte[0]);
    }
}
