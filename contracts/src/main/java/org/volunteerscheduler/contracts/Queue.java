package org.volunteerscheduler.contracts;

import java.util.List;

/** The durable priority queues, what is routed to each, where its failed messages wait and lie. */
public enum Queue {
    COMMISSIONS("volunteer_scheduler_commissions", "sale.recorded"),
    MULTIPLIERS("volunteer_scheduler_multipliers", "multiplier.run"),
    BUDGETS("volunteer_scheduler_budgets", "budget.run"),
    FACTS_COMMISSIONS("volunteer_scheduler_facts.commissions", "volunteer.changed", "multiplier.changed"),
    FACTS_MULTIPLIERS("volunteer_scheduler_facts.multipliers", "volunteer.changed", "assignment.changed"),
    FACTS_BUDGETS("volunteer_scheduler_facts.budgets", "volunteer.changed", "assignment.changed", "multiplier.changed");

    /** The durable topic exchange that everything goes through. */
    public static final String EXCHANGE = "volunteer_scheduler";

    public static final int MAX_PRIORITY = 10;

    private final String queueName;
    private final List<String> routingKeys;

    Queue(String queueName, String... routingKeys) {
        this.queueName = queueName;
        this.routingKeys = List.of(routingKeys);
    }

    public String queueName() {
        return queueName;
    }

    public List<String> routingKeys() {
        return routingKeys;
    }

    /** @param n from 1; the larger, the longer a message waits there */
    public String retryQueueName(int n) {
        return queueName + ".retry." + n;
    }

    public String deadLetterQueueName() {
        return queueName + ".dead";
    }
}
