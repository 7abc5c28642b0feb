// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

/** What is recorded of a delivered refund when its batch is decided on. */
public sealed interface KnownRefund {

    /** Of the refund's row; a new refund will get it. */
    long id();

    /** Nobody has heard of it. */
    record New(long id) implements KnownRefund {}

    /**
     * Recorded, and waiting for its sale.
     *
     * @param refund as it was recorded, which later deliveries do not change
     */
    record Awaiting(long id, Refund refund) implements KnownRefund {}

    /** @param refund as it was recorded */
    record Applied(long id, Refund refund) implements KnownRefund {}

    /** @param refund as it was recorded */
    record Refused(long id, Refund refund) implements KnownRefund {}
}
