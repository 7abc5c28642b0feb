// SPDX-License-Identifier: Apache-2.0
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
     * What a method returned or an emitter sent, as messages: one each, or several in one where they may travel together.
     * What may be sent again, after a failure or by another replica, must have the same message id each time, or carry an
     * id of its own inside.
     */
    List<OutboundMessage> encode(List<?> payloads);

    /**
     * One of several payloads that travelled together, as it would have come alone: with a message id of its own.
     *
     * @param queue that it goes to, and no other
     */
    OutboundMessage encodeAlone(Object payload, String queue);

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
