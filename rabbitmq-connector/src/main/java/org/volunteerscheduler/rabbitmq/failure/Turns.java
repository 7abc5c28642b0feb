// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.volunteerscheduler.rabbitmq.execution.SerialExecutor;

/**
 * One piece of blocking work after another, on a thread of its own, so that whoever waits for a turn holds no thread.
 * Whoever has waited for too long is told so, and nothing is done for them later.
 */
final class Turns {

    private final String what;
    private final SerialExecutor thread;

    /** @param what is worked on */
    Turns(String what) {
        this.what = what;
        this.thread = new SerialExecutor(what);
    }

    /**
     * Fails with {@link Busy} if the turn has not come by then.
     *
     * @param work is told until when it may wait in its turn, by {@link System#nanoTime}
     */
    <T> CompletableFuture<T> take(Duration longestWait, LongFunction<T> work) {
        long deadline = System.nanoTime() + longestWait.toNanos();
        CompletableFuture<T> answer = new CompletableFuture<>();
        AtomicBoolean decided = new AtomicBoolean();
        thread.execute(() -> {
            if (decided.compareAndSet(false, true)) {
                answer.completeAsync(() -> work.apply(deadline), Runnable::run);
            }
        });
        CompletableFuture.delayedExecutor(longestWait.toNanos(), TimeUnit.NANOSECONDS)
                .execute(() -> {
                    if (decided.compareAndSet(false, true)) {
                        answer.completeExceptionally(new Busy(what));
                    }
                });
        return answer;
    }
}
