// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.volunteerscheduler.budget.allocation.Allocations;
import org.volunteerscheduler.budget.rule.Allocation;
import org.volunteerscheduler.contracts.BonusAwarded;
import org.volunteerscheduler.contracts.BonusAwarded.Award;
import org.volunteerscheduler.contracts.BudgetRunCompleted;
import org.volunteerscheduler.contracts.BudgetRunStarted;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.RunFailure;

/** Runs from the queue to their allocations, and what is to be said of them. */
@ApplicationScoped
class RunConsumer {

    private final RunSettlement settlement;
    private final BudgetRuns runs;
    private final Allocations allocations;
    private final Publisher publisher;
    private final BudgetTelemetry telemetry;

    RunConsumer(
            RunSettlement settlement,
            BudgetRuns runs,
            Allocations allocations,
            Publisher publisher,
            BudgetTelemetry telemetry) {
        this.settlement = settlement;
        this.runs = runs;
        this.allocations = allocations;
        this.publisher = publisher;
        this.telemetry = telemetry;
    }

    @Incoming("runs")
    @Outgoing("run-results")
    Uni<List<OutgoingMessage>> settle(List<BudgetRunStarted> batch) {
        long runId = batch.getFirst().runId();
        return RunFailure.recorded(settlement.settle(runId), reason -> failed(runId, reason))
                .chain(now -> runs.find(runId).map(found -> {
                    BudgetRun run = found.orElseThrow();
                    if (now) {
                        telemetry.completed(run);
                    }
                    return run;
                }))
                .chain(run -> announceAwards(run).replaceWith(() -> List.of(completed(run))));
    }

    private Uni<Void> failed(long runId, String reason) {
        telemetry.failed(runId, reason);
        return runs.fail(runId, reason);
    }

    /**
     * From the committed rows, so that a run which comes again after a crash says the same. Page by page, since a
     * monthly run can pay hundreds of thousands.
     */
    private Uni<Void> announceAwards(BudgetRun run) {
        AtomicInteger lastRank = new AtomicInteger();
        return Multi.createBy()
                .repeating()
                .uni(() -> allocations
                        .of(run.id(), lastRank.get(), BonusAwarded.MAX_ITEMS)
                        .call(page -> {
                            if (page.isEmpty()) {
                                return Uni.createFrom().voidItem();
                            }
                            lastRank.set(page.getLast().rank());
                            return publisher.publish(List.of(awarded(run, page)));
                        }))
                .whilst(page -> page.size() == BonusAwarded.MAX_ITEMS)
                .onItem()
                .ignoreAsUni();
    }

    private static OutgoingMessage awarded(BudgetRun run, List<Allocation> page) {
        return OutgoingMessage.of(
                new BonusAwarded(
                        run.id(),
                        run.period(),
                        run.windowStart(),
                        run.windowEnd(),
                        run.organizationId(),
                        page.stream()
                                .map(one -> new Award(one.rank(), one.userId(), one.score(), one.amount()))
                                .toList()),
                run.id() + "/" + page.getFirst().rank());
    }

    private static OutgoingMessage completed(BudgetRun run) {
        return OutgoingMessage.of(
                new BudgetRunCompleted(
                        run.id(),
                        run.period(),
                        run.windowStart(),
                        run.windowEnd(),
                        run.organizationId(),
                        run.poolAmount(),
                        run.distributed(),
                        run.undistributed(),
                        run.eligible(),
                        run.paid(),
                        run.finishedAt()),
                String.valueOf(run.id()));
    }
}
