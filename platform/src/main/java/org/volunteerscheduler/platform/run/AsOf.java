// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import java.time.Duration;
import java.time.Instant;
import org.volunteerscheduler.contracts.JsonFields;
import org.volunteerscheduler.platform.http.ProblemException;

/** The instant that a caller wants a run to be as of, by the caller's clock, which may be ahead of ours. */
public final class AsOf {

    /** What is further ahead is a mistake and no difference between clocks. */
    private static final Duration CLOCKS_APART = Duration.ofSeconds(30);

    private AsOf() {}

    /** The field {@code as_of}; one that is more than {@link #CLOCKS_APART} ahead is a violation. */
    public static Instant read(JsonFields fields, Instant now, Instant otherwise) {
        Instant asOf = fields.instant("as_of", otherwise);
        fields.require(asOf == null || !asOf.isAfter(now.plus(CLOCKS_APART)), "as_of", "must not be in the future");
        return asOf;
    }

    /** @throws ProblemException 503 with the seconds until then, if it is ahead of our clock */
    public static void requireReached(Instant asOf, Instant now) {
        if (asOf.isAfter(now)) {
            long seconds = Duration.between(now, asOf).plusMillis(999).toSeconds();
            throw ProblemException.retryLater(
                    503, "as_of is %d s ahead of this service's clock. Ask again then.".formatted(seconds), (int)
                            seconds);
        }
    }
}
