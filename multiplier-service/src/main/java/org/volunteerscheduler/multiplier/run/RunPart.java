package org.volunteerscheduler.multiplier.run;

import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.platform.messaging.Outgoing;

/**
 * A part of a run that waits to be computed.
 *
 * @param part see {@link MultiplierPartPlanned}
 */
record RunPart(long runId, int part, boolean byPerson) {

    /** The same message id whenever the part is published. */
    Outgoing outgoing() {
        Outgoing message = Outgoing.of(new MultiplierPartPlanned(runId, part), runId + "/" + part);
        return byPerson ? message.withPriority(MessageType.PRIORITY_BY_PERSON) : message;
    }
}
