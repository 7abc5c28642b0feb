package org.volunteerscheduler.platform.messaging;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.InvalidJson;
import org.volunteerscheduler.contracts.Json;
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
    public List<Message> decode(String queue, String type, byte[] body) {
        MessageType messageType = MessageType.ofRoutingKey(type)
                .filter(known -> known.queues().stream().map(Queue::queueName).anyMatch(queue::equals))
                .orElseThrow(() -> new Undecodable("unknown type " + (type == null ? "(none)" : "'" + type + "'")));
        try {
            return List.of(messageType.read(body));
        } catch (InvalidJson e) {
            throw new Undecodable(e.getMessage());
        }
    }

    @Override
    public OutboundMessage encode(Object payload) {
        OutgoingMessage outgoing = (OutgoingMessage) payload;
        MessageType type = MessageType.of(outgoing.message());
        return new OutboundMessage(
                type.queues().stream().map(Queue::queueName).toList(),
                type.announced(),
                OutboundMessage.idFrom(type.routingKey() + ":" + outgoing.key()),
                type.routingKey(),
                outgoing.priority(),
                Map.of(),
                Json.write(outgoing.message()));
    }

    @Override
    public byte[] encodeAlone(Object payload) {
        return Json.write(payload);
    }

    @Override
    public Map<String, String> traceAttributes(Object payload) {
        return payload instanceof SaleMessage sale ? Map.of(SALE, sale.transactionId()) : Map.of();
    }
}
