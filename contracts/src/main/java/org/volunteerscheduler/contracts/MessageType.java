package org.volunteerscheduler.contracts;

import java.util.Arrays;
import java.util.List;

/**
 * Each message's routing key, which is also its AMQP {@code type}, its record, and how it is sent: work and facts to each
 * of {@link #queues()}, which must have them; what is announced through the exchange, to whoever listens.
 */
public enum MessageType {
    SALE_RECORDED("sale.recorded", SaleRecorded.class, 10, false),
    VOLUNTEER_CHANGED("volunteer.changed", VolunteerChanged.class, 5, false),
    ASSIGNMENT_CHANGED("assignment.changed", AssignmentChanged.class, 5, false),
    MULTIPLIER_CHANGED("multiplier.changed", MultiplierChanged.class, 5, true),
    COMMISSION_EARNED("commission.earned", CommissionEarned.class, 5, true),
    MULTIPLIER_RUN("multiplier.run", MultiplierPartPlanned.class, 3, true),
    MULTIPLIER_RUN_COMPLETED("multiplier.run.completed", MultiplierRunCompleted.class, 5, true),
    BUDGET_RUN("budget.run", BudgetRunStarted.class, 2, true),
    BUDGET_RUN_COMPLETED("budget.run.completed", BudgetRunCompleted.class, 5, true),
    BONUS_AWARDED("bonus.awarded", BonusAwarded.class, 5, true);

    /** The priority of a run that a person waits for, instead of the type's own. */
    public static final int PRIORITY_BY_PERSON = 8;

    private final String routingKey;
    private final Class<? extends Message> record;
    private final int priority;
    private final boolean announced;
    private final List<Queue> queues;

    MessageType(String routingKey, Class<? extends Message> record, int priority, boolean announced) {
        this.routingKey = routingKey;
        this.record = record;
        this.priority = priority;
        this.announced = announced;
        this.queues = Arrays.stream(Queue.values())
                .filter(queue -> queue.routingKeys().contains(routingKey))
                .toList();
    }

    public static MessageType of(Message message) {
        return switch (message) {
            case SaleRecorded sale -> SALE_RECORDED;
            case VolunteerChanged volunteers -> VOLUNTEER_CHANGED;
            case AssignmentChanged assignments -> ASSIGNMENT_CHANGED;
            case MultiplierChanged multipliers -> MULTIPLIER_CHANGED;
            case CommissionEarned commissions -> COMMISSION_EARNED;
            case MultiplierPartPlanned part -> MULTIPLIER_RUN;
            case MultiplierRunCompleted run -> MULTIPLIER_RUN_COMPLETED;
            case BudgetRunStarted run -> BUDGET_RUN;
            case BudgetRunCompleted run -> BUDGET_RUN_COMPLETED;
            case BonusAwarded awards -> BONUS_AWARDED;
        };
    }

    public String routingKey() {
        return routingKey;
    }

    public Class<? extends Message> record() {
        return record;
    }

    /** 0 to 10; a higher one overtakes. */
    public int priority() {
        return priority;
    }

    /** Those that must have it, each; empty where nobody need listen. */
    public List<Queue> queues() {
        return queues;
    }

    /** Whether it is told to whoever binds a queue of their own to the exchange. */
    public boolean announced() {
        return announced;
    }
}
