// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.application;

import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.rabbitmq.outbound.OutboundMessage;
import org.volunteerscheduler.rabbitmq.spi.MessageCodec;

/** Texts; those that travel together are separated by bars. */
@ApplicationScoped
public class TextCodec implements MessageCodec {

    public static final String UNDECODABLE = "undecodable";

    @Override
    public List<String> decode(String queue, String type, byte[] body) {
        String text = new String(body, StandardCharsets.UTF_8);
        if (text.equals(UNDECODABLE)) {
            throw new Undecodable("not a text");
        }
        return List.of(text.split("\\|", -1));
    }

    @Override
    public List<OutboundMessage> encode(List<?> payloads) {
        return payloads.stream().map(Text.class::cast).map(TextCodec::encode).toList();
    }

    private static OutboundMessage encode(Text text) {
        boolean announced = text.queue().isEmpty();
        return new OutboundMessage(
                announced ? List.of() : List.of(text.queue()),
                announced,
                OutboundMessage.idFrom(text.text()),
                "text",
                0,
                Map.of(),
                bytes(text.text()));
    }

    @Override
    public OutboundMessage encodeAlone(Object payload, String queue) {
        return encode(new Text(queue, (String) payload));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
