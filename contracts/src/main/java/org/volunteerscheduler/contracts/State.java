// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Comparator;

/**
 * What something is as of an instant. Of two states of one thing the later holds, to the nanosecond; of two that are
 * equally late and differ, the one with the greater digest. So every service, in whatever order and company the states
 * reach it, ends with the same one, though each keeps other fields of it.
 */
public sealed interface State
        permits VolunteerChanged.Volunteer, AssignmentChanged.Assignment, MultiplierChanged.Multiplier {

    /** The greatest holds. SQL says the same with (instant in microseconds, tiebreak). */
    Comparator<State> ORDER = Comparator.comparing(State::asOf).thenComparingLong(State::tiebreak);

    int DIGEST_BITS = 53;

    /** Whose state it is. */
    long id();

    /** To the nanosecond. */
    Instant asOf();

    /**
     * What decides between two states of the same microsecond, from 0: its nanoseconds, then 53 bits of the SHA-256 of
     * the state's JSON, all fields as they travel.
     */
    default long tiebreak() {
        long nanos = asOf().getNano() % 1000;
        try {
            long digest = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(Json.write(this)))
                    .getLong();
            return nanos << DIGEST_BITS | digest >>> (Long.SIZE - DIGEST_BITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
