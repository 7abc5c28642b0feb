// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;

/** The queues: empty in the end, and nothing given up. */
record BrokerVerification(Installation installation, WebhookSender sender) {

    private static final Duration QUIET_TIMEOUT = Duration.ofMinutes(2);

    /** @return whether everything is settled and every queue is empty before two minutes are over */
    boolean awaitQuiet() {
        return Wait.until(
                QUIET_TIMEOUT,
                Duration.ofMillis(500),
                () -> open() == 0 && isEmpty(installation.broker().queues()));
    }

    /** Sales that are not settled and refunds that are not decided. */
    private long open() {
        try (DatabaseSession session = installation.database(Service.COMMISSION).open()) {
            return sender.accepted().size()
                    + sender.acceptedRefunds().size()
                    - (long) session.number("select (select count(*) from sale where settled_at is not null)"
                            + " + (select count(*) from refund where decided_at is not null)");
        }
    }

    private boolean isEmpty(Map<String, Long> queues) {
        return queues.entrySet().stream()
                .allMatch(queue -> queue.getValue() == 0
                        || queue.getKey().equals(Installation.LISTENER_QUEUE)
                        || hasNoConsumer(queue.getKey()));
    }

    /** In the short form not every service takes part, and the queues of the others fill up. */
    private boolean hasNoConsumer(String queueName) {
        boolean multipliers = queueName.startsWith(Queue.MULTIPLIERS.queueName())
                || queueName.startsWith(Queue.FACTS_MULTIPLIERS.queueName());
        boolean budgets = queueName.startsWith(Queue.BUDGETS.queueName())
                || queueName.startsWith(Queue.FACTS_BUDGETS.queueName());
        return (multipliers && !installation.has(Service.MULTIPLIER)) || (budgets && !installation.has(Service.BUDGET));
    }

    /** After the services have stopped, so that nothing is unacknowledged. */
    List<Check> queues() {
        Map<String, Long> full = new TreeMap<>();
        Map<String, Long> dead = new TreeMap<>();
        Map<String, Long> queues = installation.broker().queues();
        for (String name : queues.keySet()) {
            long messages = installation.broker().messages(name);
            if (messages > 0 && !hasNoConsumer(name)) {
                (name.endsWith(".dead") ? dead : full).put(name, messages);
            }
        }
        return List.of(
                Check.same("none of " + queues.size() + " queues holds anything", Map.of(), full),
                Check.same("no message was given up: all dead-letter queues are empty", Map.of(), dead));
    }
}
