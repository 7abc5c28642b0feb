package org.volunteerscheduler.rabbitmq.outbound;

/** The broker did not confirm a message: it may be kept or lost, so whoever sent it must send it again. */
public final class NotPublished extends RuntimeException {

    public NotPublished(String why) {
        super(why, null, false, false);
    }
}
