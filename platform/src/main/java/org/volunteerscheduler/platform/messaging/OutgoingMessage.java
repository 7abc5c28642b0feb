// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.messaging;

import java.util.UUID;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;

/**
 * A message that is to be sent.
 *
 * @param key tells this message from every other of its type: the same key gives the same message id, whoever sends it
 *     and however often
 * @param priority 0 to 10
 */
public record OutgoingMessage(Message message, String key, int priority) {

    /** Something new, which is never sent again. */
    public static OutgoingMessage of(Message message) {
        return of(message, UUID.randomUUID().toString());
    }

    /** Something that may be sent again. */
    public static OutgoingMessage of(Message message, String key) {
        return new OutgoingMessage(message, key, MessageType.of(message).priority());
    }

    MessageType type() {
        return MessageType.of(message);
    }

    /** The same with another priority than its type's. */
    public OutgoingMessage withPriority(int other) {
        return new OutgoingMessage(message, key, other);
    }
}
