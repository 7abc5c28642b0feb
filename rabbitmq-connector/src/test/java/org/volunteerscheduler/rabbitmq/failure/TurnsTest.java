// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TurnsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final Turns turns = new Turns("the test");
    private final List<Integer> done = new ArrayList<>();

    @Test
    void oneComesAfterAnotherInTheirOrder() {
        List<CompletableFuture<Boolean>> all = IntStream.range(0, 100)
                .mapToObj(n -> turns.take(LONG, deadline -> done.add(n)))
                .toList();
        all.forEach(CompletableFuture::join);
        assertThat(done).isEqualTo(IntStream.range(0, 100).boxed().toList());
    }

    @Test
    void whoeverWaitsTooLongIsToldSoAndNothingIsDoneForThemLater() throws Exception {
        CountDownLatch end = new CountDownLatch(1);
        CompletableFuture<Boolean> first = turns.take(LONG, deadline -> {
            awaitUninterruptibly(end);
            return done.add(1);
        });
        CompletableFuture<Boolean> second = turns.take(Duration.ofMillis(1), deadline -> done.add(2));
        CompletableFuture<Boolean> third = turns.take(LONG, deadline -> done.add(3));
        assertThatThrownBy(second::get).hasCauseInstanceOf(Busy.class);
        assertThat(first).isNotDone();
        end.countDown();
        third.join();
        assertThat(done).containsExactly(1, 3);
    }

    @Test
    void aFailureIsTheCallersAndTheNextTurnComes() {
        assertThatThrownBy(() -> turns.take(LONG, deadline -> {
                            throw new IllegalStateException("broken");
                        })
                        .get())
                .hasCauseInstanceOf(IllegalStateException.class);
        assertThat(turns.take(LONG, deadline -> done.add(1)).join()).isTrue();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
