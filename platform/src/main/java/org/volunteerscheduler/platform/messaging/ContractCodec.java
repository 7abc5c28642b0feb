// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.volunteerscheduler.contracts.InvalidJson;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleMessage;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;

/** The messages of {@code contracts} as RabbitMQ carries them. */
@ApplicationScoped
public class ContractCodec implements MessageCodec {

    /** The attribute of a span that says which sale it is about: by it the trace of a sale, or of its refund, is found. */
    public static final String SALE = "sale.transaction_id";

    @Override
    public List<? extends Message> decode(String queue, String type, byte[] body) {
        MessageType messageType = MessageType.ofRoutingKey(type)
                .filter(known -> known.queues().stream().map(Queue::queueName).anyMatch(queue::equals))
                .orElseThrow(() -> new Undecodable("unknown type " + (type == null ? "(none)" : "'" + type + "'")));
        try {
            return messageType.read(body);
        } catch (InvalidJson e) {
            throw new Undecodable(e.getMessage());
        }
    }

    @Override
    public List<OutboundMessage> encode(List<?> payloads) {
        List<OutboundMessage> encoded = new ArrayList<>();
        List<OutgoingMessage> group = new ArrayList<>();
        for (Object payload : payloads) {
            OutgoingMessage message = (OutgoingMessage) payload;
            if (!group.isEmpty() && !travelTogether(group, message)) {
                encoded.add(encodeGroup(group));
                group = new ArrayList<>();
            }
            group.add(message);
        }
        if (!group.isEmpty()) {
            encoded.add(encodeGroup(group));
        }
        return encoded;
    }

    private static boolean travelTogether(List<OutgoingMessage> group, OutgoingMessage message) {
        return message.type() == group.getFirst().type()
                && message.type().grouped()
                && message.priority() == group.getFirst().priority()
                && group.size() < MessageType.MAX_GROUP;
    }

    private static OutboundMessage encodeGroup(List<OutgoingMessage> group) {
        OutgoingMessage first = group.getFirst();
        MessageType type = first.type();
        String key = group.size() == 1
                ? first.key()
                : group.stream().map(OutgoingMessage::key).collect(Collectors.joining("\n"));
        return new OutboundMessage(
                type.queues().stream().map(Queue::queueName).toList(),
                type.announced(),
                OutboundMessage.idFrom(type.routingKey() + ":" + key),
                type.routingKey(),
                first.priority(),
                Map.of(),
                type.write(group.stream().map(OutgoingMessage::message).toList()));
    }

    @Override
    public OutboundMessage encodeAlone(Object payload, String queue) {
        SaleMessage message = (SaleMessage) payload;
        return encodeGroup(List.of(OutgoingMessage.of(message, message.key()))).to(queue);
    }

    @Override
    public Map<String, String> traceAttributes(Object payload) {
        return payload instanceof SaleMessage sale ? Map.of(SALE, sale.transactionId()) : Map.of();
    }
}
