package org.volunteerscheduler.budget.run;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.volunteerscheduler.budget.allocation.Allocations;
import org.volunteerscheduler.budget.rule.Allocation;
import org.volunteerscheduler.contracts.BonusAwarded;
import org.volunteerscheduler.contracts.BonusAwarded.Award;
import org.volunteerscheduler.contracts.BudgetRunCompleted;
import org.volunteerscheduler.contracts.BudgetRunStarted;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.platform.messaging.BatchConsumers;
import org.volunteerscheduler.platform.messaging.NotPublished;
import org.volunteerscheduler.platform.messaging.Outgoing;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.RunFailure;

/** Runs from the queue to their allocations, and what is to be said of them. */
@ApplicationScoped
class RunConsumer {

    /** A run is a large transaction, so it is handled, and fails, alone. */
    private static final int MAX_BATCH = 1;

    private final BatchConsumers consumers;
    private final RunSettlement settlement;
    private final BudgetRuns runs;
    private final Allocations allocations;
    private final Publisher publisher;
    private final BudgetTelemetry telemetry;

    RunConsumer(
            BatchConsumers consumers,
            RunSettlement settlement,
            BudgetRuns runs,
            Allocations allocations,
            Publisher publisher,
            BudgetTelemetry telemetry) {
        this.consumers = consumers;
        this.settlement = settlement;
        this.runs = runs;
        this.allocations = allocations;
        this.publisher = publisher;
        this.telemetry = telemetry;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        consumers.consume(
                Queue.BUDGETS,
                MAX_BATCH,
                Map.of(MessageType.BUDGET_RUN, BudgetRunStarted::read),
                this::settle,
                // What is committed can be announced later; the run has not failed for that.
                failure -> failure instanceof NotPublished || DatabaseOutage.is(failure));
    }

    private Uni<List<Outgoing>> settle(List<Message> batch) {
        long runId = ((BudgetRunStarted) batch.getFirst()).runId();
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

    private static Outgoing awarded(BudgetRun run, List<Allocation> page) {
        return Outgoing.of(
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

    private static Outgoing completed(BudgetRun run) {
        return Outgoing.of(
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
