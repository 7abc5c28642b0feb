// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.inbound;

import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Deliveries as a broker makes them, without one. */
final class Deliveries {

    private Deliveries() {}

    static Delivery delivery(long tag, List<String> payloads) {
        return delivery(null, tag, payloads);
    }

    static Delivery delivery(ConsumerSession session, long tag, List<String> payloads) {
        return new Delivery(
                session,
                tag,
                new AMQP.BasicProperties.Builder().messageId("message-" + tag).build(),
                String.join("|", payloads).getBytes(StandardCharsets.UTF_8),
                payloads);
    }
}
