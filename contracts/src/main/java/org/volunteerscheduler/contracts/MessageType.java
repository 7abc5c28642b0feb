// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Each type of message: its routing key, which is also its AMQP {@code type}, its record, how it is read and how it is
 * sent. Work and facts go to each of {@link #queues()}, which must have them; what is announced goes to the exchange, for
 * whoever listens.
 */
public enum MessageType {
    SALE_RECORDED("sale.recorded", SaleRecorded.class, SaleRecorded::read, 10, false, true),
    REFUND_RECORDED("refund.recorded", RefundRecorded.class, RefundRecorded::read, 10, false, true),
    VOLUNTEER_CHANGED("volunteer.changed", VolunteerChanged.class, VolunteerChanged::read, 5, false),
    ASSIGNMENT_CHANGED("assignment.changed", AssignmentChanged.class, AssignmentChanged::read, 5, false),
    MULTIPLIER_CHANGED("multiplier.changed", MultiplierChanged.class, MultiplierChanged::read, 5, true),
    COMMISSION_EARNED("commission.earned", CommissionEarned.class, null, 5, true, true),
    COMMISSION_REVERSED("commission.reversed", CommissionReversed.class, null, 5, true, true),
    MULTIPLIER_RUN("multiplier.run", MultiplierPartPlanned.class, MultiplierPartPlanned::read, 3, true),
    MULTIPLIER_RUN_COMPLETED("multiplier.run.completed", MultiplierRunCompleted.class, null, 5, true),
    BUDGET_RUN("budget.run", BudgetRunStarted.class, BudgetRunStarted::read, 2, true),
    BUDGET_RUN_COMPLETED("budget.run.completed", BudgetRunCompleted.class, null, 5, true),
    BONUS_AWARDED("bonus.awarded", BonusAwarded.class, null, 5, true);

    /** The priority of a run that a person waits for, instead of the type's own. */
    public static final int MANUAL_PRIORITY = 8;

    public static final int MAX_GROUP = 100;

    private static final String ITEMS = "items";

    private static final Map<Class<?>, MessageType> BY_RECORD =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::record, type -> type));

    private static final Map<String, MessageType> BY_ROUTING_KEY =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(MessageType::routingKey, type -> type));

    private final String routingKey;
    private final Class<? extends Message> record;
    private final Function<JsonFields, ? extends Message> reader;
    private final int priority;
    private final boolean announced;
    private final boolean grouped;

    <M extends Message> MessageType(
            String routingKey, Class<M> record, Function<JsonFields, M> reader, int priority, boolean announced) {
        this(routingKey, record, reader, priority, announced, false);
    }

    <M extends Message> MessageType(
            String routingKey,
            Class<M> record,
            Function<JsonFields, M> reader,
            int priority,
            boolean announced,
            boolean grouped) {
        this.routingKey = routingKey;
        this.record = record;
        this.reader = reader;
        this.priority = priority;
        this.announced = announced;
        this.grouped = grouped;
    }

    public static MessageType of(Message message) {
        return BY_RECORD.get(message.getClass());
    }

    /** @param routingKey may be null */
    public static Optional<MessageType> ofRoutingKey(String routingKey) {
        return Optional.ofNullable(routingKey).map(BY_ROUTING_KEY::get);
    }

    public String routingKey() {
        return routingKey;
    }

    public Class<? extends Message> record() {
        return record;
    }

    /**
     * What a body of this type says: one message, or those that travel together. One that stands alone where a group is
     * usual is read too, as earlier versions sent it.
     *
     * @throws InvalidJson with all violations at once
     * @throws IllegalStateException if no service reads messages of this type
     */
    public List<? extends Message> read(byte[] body) {
        if (reader == null) {
            throw new IllegalStateException("no service reads " + routingKey);
        }
        JsonNode json = Json.parse(body);
        return grouped && json.has(ITEMS)
                ? Json.read(json, fields -> fields.items(ITEMS, MAX_GROUP, reader))
                : List.of(Json.read(json, reader));
    }

    /** @param messages all of this type; more than one only where they are {@link #grouped()} */
    public byte[] write(List<? extends Message> messages) {
        return Json.write(grouped ? Map.of(ITEMS, messages) : messages.getFirst());
    }

    /** Whether several of these travel in one body, up to {@value #MAX_GROUP}. */
    public boolean grouped() {
        return grouped;
    }

    /** 0 to 10; a higher one overtakes. */
    public int priority() {
        return priority;
    }

    /** Those that must have it, each; empty where nobody need listen. */
    public List<Queue> queues() {
        return Queue.of(this);
    }

    /** Whether it is told to whoever binds a queue of their own to the exchange. */
    public boolean announced() {
        return announced;
    }
}
