// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

/** The broker did not confirm a message: it may be kept or lost, so whoever sent it must send it again. */
public final class NotPublished extends RuntimeException {

    /** @param why for people; without a stack trace, because nobody's code is at fault */
    public NotPublished(String why) {
        super(why, null, false, false);
    }
}
