// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/**
 * Work of a run that waits in a queue. Its message has the same id whenever it is published.
 *
 * @param key tells this task from every other with such a message
 * @param manual whether a person waits for it, so that it overtakes those of the schedule
 */
public record RunTask(Message message, String key, boolean manual) {

    /** As it is published, also where the engine is not asked. */
    public OutgoingMessage outgoing() {
        OutgoingMessage outgoing = OutgoingMessage.of(message, key);
        return manual ? outgoing.withPriority(MessageType.MANUAL_PRIORITY) : outgoing;
    }
}
