// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.execution;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Runs one task after another, in the order in which they came, on a thread of its own. What only its tasks touch needs
 * no lock. The thread ends when it has been idle for a while, so nobody has to stop it.
 */
public final class SerialExecutor implements Executor {

    private static final Logger LOG = Logger.getLogger(SerialExecutor.class);
    private static final int IDLE_SECONDS = 10;

    private final String name;
    private final ThreadPoolExecutor thread;

    /** @param name of its thread */
    public SerialExecutor(String name) {
        this.name = name;
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                IDLE_SECONDS,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name(name).factory());
        thread.allowCoreThreadTimeOut(true);
    }

    /** A task that fails is logged, and the next one runs all the same. */
    @Override
    public void execute(Runnable task) {
        thread.execute(() -> {
            try {
                task.run();
            } catch (RuntimeException e) {
                LOG.errorf(e, "%s: a task failed", name);
            }
        });
    }
}
