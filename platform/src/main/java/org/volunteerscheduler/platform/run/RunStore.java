// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where the runs of one kind are stored, each once by what identifies it.
 *
 * @param <P> plans: what identifies a run, and how it is computed
 * @param <R> runs
 */
public interface RunStore<P, R extends Run> {

    /** The run that this plan means, if there is one. */
    Uni<Optional<R>> find(P plan);

    Uni<Optional<R>> find(long id);

    /**
     * Newest first.
     *
     * @param beforeId only older ones; null: from the newest on
     */
    Uni<List<R>> list(Long beforeId, int limit);

    /** Stores the runs of this plan that do not exist yet, the oldest first, and answers those. */
    Uni<List<R>> insert(P plan, Instant now);

    /** What is to be published of a run that was just stored. */
    RunTask firstTask(R run);

    /** The tasks of this run that failed; they count as waiting again. */
    Uni<List<RunTask>> resume(long runId, Instant now);

    /** The tasks of runs that stand still since {@code since}: perhaps they were never published, or were lost. */
    Uni<List<RunTask>> takeStalled(Instant now, Instant since);
}
