// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.spi;

/** Tells outages from faults. The application provides one bean of it. */
@FunctionalInterface
public interface OutageDetector {

    /**
     * Whether this failure says nothing about the message that was handled, because something that every message needs
     * is away: the database, say. Such a message is tried again without limit.
     */
    boolean isOutage(Throwable failure);
}
