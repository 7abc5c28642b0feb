package org.volunteerscheduler.contracts;

/** Each message's routing key, which is also its AMQP {@code type}, its record, and how it is sent. */
public enum MessageType {
    SALE_RECORDED("sale.recorded", SaleRecorded.class, 10, true),
    VOLUNTEER_CHANGED("volunteer.changed", VolunteerChanged.class, 5, true),
    ASSIGNMENT_CHANGED("assignment.changed", AssignmentChanged.class, 5, true),
    MULTIPLIER_CHANGED("multiplier.changed", MultiplierChanged.class, 5, true),
    COMMISSION_EARNED("commission.earned", CommissionEarned.class, 5, false),
    MULTIPLIER_RUN("multiplier.run", MultiplierPartPlanned.class, 3, true),
    MULTIPLIER_RUN_COMPLETED("multiplier.run.completed", MultiplierRunCompleted.class, 5, false),
    BUDGET_RUN("budget.run", BudgetRunStarted.class, 2, true),
    BUDGET_RUN_COMPLETED("budget.run.completed", BudgetRunCompleted.class, 5, false),
    BONUS_AWARDED("bonus.awarded", BonusAwarded.class, 5, false);

    /** The priority of a run that a person waits for, instead of the type's own. */
    public static final int PRIORITY_BY_PERSON = 8;

    private final String routingKey;
    private final Class<? extends Message> record;
    private final int priority;
    private final boolean mandatory;

    MessageType(String routingKey, Class<? extends Message> record, int priority, boolean mandatory) {
        this.routingKey = routingKey;
        this.record = record;
        this.priority = priority;
        this.mandatory = mandatory;
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

    /** Whether it must reach a queue: work and facts must, an announcement need not. */
    public boolean mandatory() {
        return mandatory;
    }
}
