// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.smallrye.mutiny.Uni;
import java.util.function.Function;
import org.volunteerscheduler.platform.database.DatabaseOutage;

/** Says in a run's row why its work failed. */
public final class RunFailure {

    private static final int MAX_REASON = 500;

    private RunFailure() {}

    /**
     * The work, with its failure recorded before it goes on. An outage of the database is no failure of the run.
     *
     * @param record given the reason in words, at most {@value #MAX_REASON} characters
     */
    public static <T> Uni<T> recorded(Uni<T> work, Function<String, Uni<Void>> record) {
        return work.onFailure(failure -> !DatabaseOutage.is(failure)).call(failure -> record.apply(reason(failure)));
    }

    private static String reason(Throwable failure) {
        String reason = failure.toString();
        return reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) : reason;
    }
}
