// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitTest {

    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");
    private static final Duration LOOK = Duration.ofMillis(500);

    @ParameterizedTest
    @CsvSource({
        "PT0S, 1, PT0S",
        "PT0.1S, 1, PT0.1S",
        "PT1S, 1, PT1S",
        "PT9.9S, 1, PT1S",
        "PT10S, 2, PT10S",
        "PT1M, 3, PT1M",
        "PT10M, 4, PT10M",
        "PT59M, 4, PT10M",
        "PT1H, 5, PT1H",
        "P30D, 5, PT1H"
    })
    void aMessageWaitsInTheLongestQueueThatIsNotTooLong(Duration left, int queue, Duration wait) {
        assertThat(Wait.next(NOON, NOON.plus(left))).isEqualTo(new Wait(queue, NOON.plus(wait), NOON.plus(left)));
    }

    private record Message(Instant failed, Duration delay) {
        Instant due() {
            return failed.plus(delay);
        }
    }

    private record Waiting(Message message, Instant until) {}

    /** Whatever the delays are, and whoever changes them while others wait. */
    @Property(tries = 200)
    void nobodyWaitsBehindAnother(@ForAll("failures") List<Message> failures) {
        List<Deque<Waiting>> queues = IntStream.rangeClosed(0, Wait.QUEUES)
                .<Deque<Waiting>>mapToObj(n -> new ArrayDeque<>())
                .toList();
        Deque<Message> toFail = new ArrayDeque<>(failures);
        List<Message> back = new ArrayList<>();
        for (Instant now = NOON; back.size() < failures.size(); now = now.plus(LOOK)) {
            while (!toFail.isEmpty() && !toFail.peek().failed.isAfter(now)) {
                wait(queues, toFail.poll(), now);
            }
            for (Deque<Waiting> queue : queues) {
                // As a queue hands them out: the head or nobody.
                while (!queue.isEmpty() && !queue.peek().until.isAfter(now)) {
                    Message message = queue.poll().message;
                    if (message.due().isAfter(now)) {
                        wait(queues, message, now);
                    } else {
                        back.add(message);
                        assertThat(Duration.between(message.due(), now)).isLessThan(Wait.SHORTEST.plus(LOOK));
                    }
                }
            }
        }
    }

    private static void wait(List<Deque<Waiting>> queues, Message message, Instant now) {
        Wait wait = Wait.next(now, message.due());
        queues.get(wait.queue()).add(new Waiting(message, wait.until()));
    }

    @Provide
    Arbitrary<List<Message>> failures() {
        Arbitrary<Integer> pause = Arbitraries.integers().between(0, 4000);
        Arbitrary<Duration> delay = Arbitraries.of(Stream.of(
                        "PT0.1S", "PT1S", "PT2.5S", "PT10S", "PT25S", "PT1M", "PT90S", "PT10M", "PT15M", "PT1H", "PT2H")
                .map(Duration::parse)
                .toList());
        return Combinators.combine(pause, delay)
                .as(PausedFailure::new)
                .list()
                .ofMinSize(2)
                .ofMaxSize(60)
                .map(all -> {
                    List<Message> failures = new ArrayList<>();
                    Instant now = NOON;
                    for (PausedFailure failure : all) {
                        now = now.plusMillis(failure.pauseMillis);
                        failures.add(new Message(now, failure.delay));
                    }
                    return failures;
                });
    }

    private record PausedFailure(int pauseMillis, Duration delay) {}
}
