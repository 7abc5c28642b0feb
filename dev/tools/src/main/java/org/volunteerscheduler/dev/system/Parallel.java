// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Several things at once. */
public final class Parallel {

    private Parallel() {}

    /** Returns when all are done; what went wrong in one of them is thrown here. */
    public static void run(Collection<? extends Runnable> tasks) {
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofPlatform().daemon().name("parallel-", 0).factory())) {
            for (Future<?> done :
                    threads.invokeAll(tasks.stream().map(Executors::callable).toList())) {
                done.get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw Wait.interrupted(e);
        }
    }
}
