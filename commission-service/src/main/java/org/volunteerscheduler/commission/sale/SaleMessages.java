package org.volunteerscheduler.commission.sale;

import java.util.List;
import org.volunteerscheduler.contracts.CommissionEarned;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.platform.messaging.Outgoing;

/** What is said of sales; the same sale gives the same message ids, so that a listener can tell a repetition. */
public final class SaleMessages {

    private SaleMessages() {}

    public static List<Outgoing> outgoing(List<Message> messages) {
        return messages.stream().map(SaleMessages::outgoing).toList();
    }

    private static Outgoing outgoing(Message message) {
        return switch (message) {
            case CommissionEarned earned -> Outgoing.of(earned, earned.transactionId());
            case SaleRecorded again -> Outgoing.of(again, again.transactionId());
            default -> Outgoing.of(message);
        };
    }
}
