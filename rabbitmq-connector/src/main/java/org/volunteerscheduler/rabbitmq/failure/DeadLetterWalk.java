// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.failure;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.GetResponse;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.rabbitmq.connection.BrokerConnection;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/**
 * Shows the dead letters of this service's queues one by one, in the order in which each queue hands them out. To look at
 * a letter is to take it and everything before it; what the visitor does not acknowledge is requeued at the end.
 * Whoever walks holds the queue's lock, so nobody on any replica sees a part and takes it for all.
 */
class DeadLetterWalk {

    private final BrokerConnection broker;
    private final RetryQueues retryQueues;

    DeadLetterWalk(BrokerConnection broker, RetryQueues retryQueues) {
        this.broker = broker;
        this.retryQueues = retryQueues;
    }

    interface Visitor {
        /** @return whether to go on */
        boolean visit(Channel channel, DeadLetter letter, GetResponse response) throws IOException;

        /** After the last one of a queue. */
        default void end(Channel channel) throws IOException {}
    }

    /**
     * How far it went.
     *
     * @param seen letters
     * @param letters that were there, in all queues
     */
    record Walked(long seen, long letters) {
        long unseen() {
            return letters - seen;
        }
    }

    /**
     * @param limit of each queue
     * @param timeout after which it ends wherever it is
     * @param lockDeadline until when the lock of a queue is waited for
     * @throws NotPublished if the broker goes away
     * @throws Busy if somebody else walks
     */
    Walked walk(long limit, Duration timeout, long lockDeadline, Visitor visitor) {
        long deadline = System.nanoTime() + timeout.toNanos();
        long seen = 0;
        long letters = 0;
        boolean goOn = true;
        for (Topology.Queue queue : retryQueues.consumedQueues()) {
            try (BrokerLock lock = BrokerLock.acquire(broker, queue.deadLetterQueue(), lockDeadline);
                    Channel channel = broker.openChannel()) {
                long count = channel.messageCount(queue.deadLetterQueue());
                letters += count;
                // Not until it is empty: what is brought back may fail again and come here while we do.
                for (long i = 0; goOn && i < Math.min(count, limit); i++) {
                    GetResponse response = channel.basicGet(queue.deadLetterQueue(), false);
                    if (response == null) {
                        break;
                    }
                    seen++;
                    goOn = visitor.visit(
                                    channel, DeadLetter.of(queue, response.getProps(), response.getBody()), response)
                            && System.nanoTime() - deadline < 0;
                }
                visitor.end(channel);
            } catch (IOException | TimeoutException | ShutdownSignalException e) {
                throw new NotPublished("the broker does not answer: " + e.getMessage());
            }
        }
        return new Walked(seen, letters);
    }
}
