// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** How the tools wait. */
public final class Wait {

    private Wait() {}

    /**
     * Asks again and again until the answer is the awaited one.
     *
     * @return the last answer, which is not the awaited one if the time was over
     */
    public static <T> T until(Duration timeout, Duration pause, Supplier<T> question, Predicate<T> awaited) {
        long deadline = System.nanoTime() + timeout.toNanos();
        T answer = question.get();
        while (!awaited.test(answer) && System.nanoTime() < deadline) {
            pause(pause);
            answer = question.get();
        }
        return answer;
    }

    /** @return whether the condition held before the time was over */
    public static boolean until(Duration timeout, Duration pause, BooleanSupplier condition) {
        return until(timeout, pause, condition::getAsBoolean, held -> held);
    }

    /** Until an instant of {@link System#nanoTime}; precise to some 50 µs. */
    public static void untilDue(long nanoTime) {
        while (System.nanoTime() < nanoTime) {
            LockSupport.parkNanos(nanoTime - System.nanoTime());
            if (Thread.currentThread().isInterrupted()) {
                throw new Failure("interrupted");
            }
        }
    }

    public static void pause(Duration duration) {
        try {
            TimeUnit.NANOSECONDS.sleep(duration.toNanos());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    public static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    static Failure interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new Failure("interrupted", e);
    }
}
