// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.contracts.MultiplierRunCompleted;
import org.volunteerscheduler.multiplier.volunteer.Multipliers;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.run.RunFailure;
import org.volunteerscheduler.platform.run.RunStatus;
import org.volunteerscheduler.platform.run.RunTask;

/** Parts of runs from the queue to the multipliers, and what is to be said of them. */
@ApplicationScoped
class PartConsumer {

    private final PartComputation computation;
    private final PartStore parts;
    private final MultiplierRuns runs;
    private final Multipliers multipliers;
    private final MultiplierTelemetry telemetry;

    PartConsumer(
            PartComputation computation,
            PartStore parts,
            MultiplierRuns runs,
            Multipliers multipliers,
            MultiplierTelemetry telemetry) {
        this.computation = computation;
        this.parts = parts;
        this.runs = runs;
        this.multipliers = multipliers;
        this.telemetry = telemetry;
    }

    @Incoming("parts")
    @Outgoing("part-results")
    Uni<List<OutgoingMessage>> computeAll(List<MultiplierPartPlanned> batch) {
        // What fails in company is computed again alone, and it is then that it counts.
        boolean alone = batch.size() == 1;
        List<Uni<List<OutgoingMessage>>> each =
                batch.stream().map(part -> compute(part, alone)).toList();
        return Uni.join().all(each).andCollectFailures().map(all -> all.stream()
                .flatMap(List::stream)
                .toList());
    }

    private Uni<List<OutgoingMessage>> compute(MultiplierPartPlanned part, boolean failureCounts) {
        Uni<PartComputation.Computation> work = computation.compute(part);
        return (failureCounts ? RunFailure.recorded(work, reason -> failed(part, reason)) : work)
                .chain(computed -> announcements(part, computed));
    }

    private Uni<Void> failed(MultiplierPartPlanned part, String reason) {
        telemetry.failed(part, reason);
        return parts.fail(part, reason);
    }

    /** From the committed rows, so that a part which comes again after a crash says the same. */
    private Uni<List<OutgoingMessage>> announcements(MultiplierPartPlanned part, PartComputation.Computation done) {
        return runs.find(part.runId()).chain(found -> {
            MultiplierRun run = found.orElseThrow();
            if (done.endedRun()) {
                telemetry.completed(run);
            }
            return (part.gathers() ? nextParts(run) : changes(run, done.range())).map(outgoing -> {
                if (run.status() == RunStatus.COMPLETED) {
                    outgoing.add(completed(run));
                }
                return outgoing;
            });
        });
    }

    private Uni<List<OutgoingMessage>> nextParts(MultiplierRun run) {
        return runs.openParts(run.id())
                .map(open ->
                        new ArrayList<>(open.stream().map(RunTask::outgoing).toList()));
    }

    private Uni<List<OutgoingMessage>> changes(MultiplierRun run, PartStore.Claimed range) {
        return multipliers
                .changedBy(run.id(), run.asOf(), range.firstUserId(), range.lastUserId())
                .map(changed -> {
                    List<OutgoingMessage> outgoing = new ArrayList<>();
                    for (int i = 0; i < changed.size(); i += MultiplierChanged.MAX_ITEMS) {
                        outgoing.add(changed(
                                run, changed.subList(i, Math.min(changed.size(), i + MultiplierChanged.MAX_ITEMS))));
                    }
                    return outgoing;
                });
    }

    private static OutgoingMessage changed(MultiplierRun run, List<Multiplier> items) {
        return OutgoingMessage.of(
                new MultiplierChanged(items),
                run.id() + "/" + items.getFirst().userId() + "-"
                        + items.getLast().userId());
    }

    private static OutgoingMessage completed(MultiplierRun run) {
        return OutgoingMessage.of(
                new MultiplierRunCompleted(
                        run.id(),
                        run.organizationId(),
                        run.asOf(),
                        run.volunteersDone(),
                        run.changed(),
                        run.startedAt(),
                        run.finishedAt()),
                String.valueOf(run.id()));
    }
}
