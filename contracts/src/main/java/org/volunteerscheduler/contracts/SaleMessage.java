// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/** What Scicent says of a token sale: that it was made, or taken back. */
public sealed interface SaleMessage extends Message permits SaleRecorded, RefundRecorded {

    /** Of the sale. */
    String transactionId();

    /** What tells it from every other of its type. */
    String key();
}
