package org.volunteerscheduler.multiplier.run;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.MultiplierPartPlanned;
import org.volunteerscheduler.contracts.MultiplierRunCompleted;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.multiplier.volunteer.Multipliers;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.platform.messaging.BatchConsumers;
import org.volunteerscheduler.platform.messaging.Outgoing;
import org.volunteerscheduler.platform.run.RunFailure;
import org.volunteerscheduler.platform.run.RunStatus;
import org.volunteerscheduler.platform.run.RunTask;

/** Parts of runs from the queue to the multipliers, and what is to be said of them. */
@ApplicationScoped
class PartConsumer {

    /** Computed at the same time: while the database gathers one, this service decides on the other. */
    private static final int MAX_BATCH = 2;

    private final BatchConsumers consumers;
    private final PartComputation computation;
    private final PartStore parts;
    private final MultiplierRuns runs;
    private final Multipliers multipliers;
    private final MultiplierTelemetry telemetry;

    PartConsumer(
            BatchConsumers consumers,
            PartComputation computation,
            PartStore parts,
            MultiplierRuns runs,
            Multipliers multipliers,
            MultiplierTelemetry telemetry) {
        this.consumers = consumers;
        this.computation = computation;
        this.parts = parts;
        this.runs = runs;
        this.multipliers = multipliers;
        this.telemetry = telemetry;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        consumers.consume(
                Queue.MULTIPLIERS,
                MAX_BATCH,
                Map.of(MessageType.MULTIPLIER_RUN, MultiplierPartPlanned::read),
                this::computeAll,
                DatabaseOutage::is);
    }

    private Uni<List<Outgoing>> computeAll(List<Message> batch) {
        // What fails in company is computed again alone, and it is then that it counts.
        boolean alone = batch.size() == 1;
        List<Uni<List<Outgoing>>> each = batch.stream()
                .map(MultiplierPartPlanned.class::cast)
                .map(part -> compute(part, alone))
                .toList();
        return Uni.join().all(each).andCollectFailures().map(all -> all.stream()
                .flatMap(List::stream)
                .toList());
    }

    private Uni<List<Outgoing>> compute(MultiplierPartPlanned part, boolean failureCounts) {
        Uni<PartComputation.Computation> work = computation.compute(part);
        return (failureCounts ? RunFailure.recorded(work, reason -> failed(part, reason)) : work)
                .chain(computed -> announcements(part, computed));
    }

    private Uni<Void> failed(MultiplierPartPlanned part, String reason) {
        telemetry.failed(part, reason);
        return parts.fail(part, reason);
    }

    /** From the committed rows, so that a part which comes again after a crash says the same. */
    private Uni<List<Outgoing>> announcements(MultiplierPartPlanned part, PartComputation.Computation done) {
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

    private Uni<List<Outgoing>> nextParts(MultiplierRun run) {
        return runs.openParts(run.id())
                .map(open ->
                        new ArrayList<>(open.stream().map(RunTask::outgoing).toList()));
    }

    private Uni<List<Outgoing>> changes(MultiplierRun run, PartStore.Claimed range) {
        return multipliers
                .changedBy(run.id(), run.asOf(), range.firstUserId(), range.lastUserId())
                .map(changed -> {
                    List<Outgoing> outgoing = new ArrayList<>();
                    for (int i = 0; i < changed.size(); i += MultiplierChanged.MAX_ITEMS) {
                        outgoing.add(changed(
                                run, changed.subList(i, Math.min(changed.size(), i + MultiplierChanged.MAX_ITEMS))));
                    }
                    return outgoing;
                });
    }

    private static Outgoing changed(MultiplierRun run, List<Multiplier> items) {
        return Outgoing.of(
                new MultiplierChanged(items),
                run.id() + "/" + items.getFirst().userId() + "-"
                        + items.getLast().userId());
    }

    private static Outgoing completed(MultiplierRun run) {
        return Outgoing.of(
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
