// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The durable priority queues, and what each must have. */
public enum Queue {
    COMMISSIONS("volunteer_scheduler_commissions", MessageType.SALE_RECORDED, MessageType.REFUND_RECORDED),
    MULTIPLIERS("volunteer_scheduler_multipliers", MessageType.MULTIPLIER_RUN),
    BUDGETS("volunteer_scheduler_budgets", MessageType.BUDGET_RUN),
    FACTS_COMMISSIONS(
            "volunteer_scheduler_facts.commissions", MessageType.VOLUNTEER_CHANGED, MessageType.MULTIPLIER_CHANGED),
    FACTS_MULTIPLIERS(
            "volunteer_scheduler_facts.multipliers", MessageType.VOLUNTEER_CHANGED, MessageType.ASSIGNMENT_CHANGED),
    FACTS_BUDGETS(
            "volunteer_scheduler_facts.budgets",
            MessageType.VOLUNTEER_CHANGED,
            MessageType.ASSIGNMENT_CHANGED,
            MessageType.MULTIPLIER_CHANGED);

    /** The durable topic exchange that announcements go to, and that every queue is bound to. */
    public static final String EXCHANGE = "volunteer_scheduler";

    public static final int MAX_PRIORITY = 10;

    private static final Map<MessageType, List<Queue>> BY_TYPE = byType();

    private final String queueName;
    private final List<MessageType> types;

    Queue(String queueName, MessageType... types) {
        this.queueName = queueName;
        this.types = List.of(types);
    }

    private static Map<MessageType, List<Queue>> byType() {
        Map<MessageType, List<Queue>> queues = new EnumMap<>(MessageType.class);
        for (MessageType type : MessageType.values()) {
            queues.put(
                    type, stream().filter(queue -> queue.types.contains(type)).toList());
        }
        return queues;
    }

    /** Those that must have messages of this type. */
    static List<Queue> of(MessageType type) {
        return BY_TYPE.get(type);
    }

    public static Stream<Queue> stream() {
        return Arrays.stream(values());
    }

    public String queueName() {
        return queueName;
    }

    public List<MessageType> types() {
        return types;
    }

    /** @param n from 1; the larger, the longer a message waits there */
    public String retryQueueName(int n) {
        return queueName + ".retry." + n;
    }

    public String deadLetterQueueName() {
        return queueName + ".dead";
    }
}
