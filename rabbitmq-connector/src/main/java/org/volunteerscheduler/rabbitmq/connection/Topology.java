// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import java.util.List;

/**
 * The exchange and the queues of an application, declared at every connection. So no start order matters: a message that
 * is accepted before its consumer was ever started waits in its queue.
 *
 * @param exchange a durable topic exchange
 */
public record Topology(String exchange, List<Queue> queues) {

    /** A durable priority queue and the routing keys bound to it. */
    public record Queue(String name, List<String> routingKeys) {

        /**
         * Where its failed messages wait.
         *
         * @param n from 1; each for another time
         */
        public String retryQueue(int n) {
            return name + ".retry." + n;
        }

        /** Where the messages lie that were given up. */
        public String deadLetterQueue() {
            return name + ".dead";
        }
    }

    /** @throws IllegalArgumentException if there is no such queue */
    public Queue queue(String name) {
        return queues.stream()
                .filter(queue -> queue.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no queue " + name + " in the topology"));
    }
}
