// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/**
 * Held by one replica at a time: a queue that only one connection may have. It falls open when its holder's connection
 * ends, however it ends. Threads of one replica share a connection, so they must keep each other out by themselves.
 */
final class BrokerLock implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(50);

    private final Channel channel;
    private final String lockName;

    private BrokerLock(Channel channel, String lockName) {
        this.channel = channel;
        this.lockName = lockName;
    }

    /**
     * Tries once, and then until {@code deadline}, by {@link System#nanoTime}.
     *
     * @throws Busy if somebody else has the lock for longer
     * @throws NotPublished if the broker is away
     */
    static BrokerLock acquire(BrokerConnection broker, String name, long deadline) throws IOException {
        String lockName = name + ".lock";
        while (true) {
            // A channel does not survive a refusal.
            Channel channel = broker.openChannel();
            try {
                channel.queueDeclare(lockName, false, true, true, Map.of());
                return new BrokerLock(channel, lockName);
            } catch (IOException refused) {
                if (!channel.getConnection().isOpen()) {
                    throw refused;
                }
                if (System.nanoTime() - deadline > 0) {
                    throw new Busy(name);
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new NotPublished("the service stops");
        }
    }

    @Override
    public void close() {
        try {
            channel.queueDelete(lockName);
            channel.close();
        } catch (IOException | TimeoutException | ShutdownSignalException gone) {
            // with the connection, and the lock with it
        }
    }
}
