// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.rule;

import java.time.Instant;

/**
 * The seconds whose sales are averaged for a sale's flag: the 30 days up to and including the second it was sold in.
 *
 * @param start first second inside, of the epoch
 * @param end first second behind it
 */
public record SalesWindow(long start, long end) {

    public static SalesWindow upTo(Instant soldAt) {
        long end = soldAt.getEpochSecond() + 1;
        return new SalesWindow(end - SaleFlag.AVERAGE_WINDOW.toSeconds(), end);
    }

    boolean contains(Instant soldAt) {
        return start <= soldAt.getEpochSecond() && soldAt.getEpochSecond() < end;
    }
}
