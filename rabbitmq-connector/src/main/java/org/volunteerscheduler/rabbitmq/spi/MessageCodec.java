package org.volunteerscheduler.rabbitmq.spi;

import java.util.List;
import java.util.Map;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;

/** How bodies become payloads and payloads become messages. The application provides one bean of it. */
public interface MessageCodec {

    /**
     * The payloads in a body: one, or several that travelled together.
     *
     * @param queue that the message came from
     * @param type the message's AMQP {@code type}; may be null
     * @throws Undecodable if it never can be decoded; the message goes to the dead letters at once
     */
    List<?> decode(String queue, String type, byte[] body);

    /**
     * A payload that a method returned or an emitter sent, as a message. Where it may be sent again, after a failure or by
     * another replica, it must have the same message id each time.
     */
    OutboundMessage encode(Object payload);

    /** The body of one of several payloads that travelled together, as it would have come alone. */
    byte[] encodeAlone(Object payload);

    /** What a span says about the payload that it handles. */
    default Map<String, String> traceAttributes(Object payload) {
        return Map.of();
    }

    /** A body that can never be decoded; the message says why. */
    final class Undecodable extends RuntimeException {

        /** @param why for people: it is logged, and becomes the dead letter's reason */
        public Undecodable(String why) {
            super(why, null, false, false);
        }
    }
}
