// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.volunteerscheduler.commission.ledger.CommissionLedger;
import org.volunteerscheduler.commission.ledger.CommissionLedger.Recorded;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFacts;
import org.volunteerscheduler.commission.rule.SaleRules;

/**
 * Records batch after batch, in the order in which they come, and gathers each while the one before is being recorded, so
 * that no core waits for a commit. The facts of a batch are as if the one before had been recorded; where it was not, or
 * not all of it, they are gathered again. So what is decided is the same as if each batch had waited for the one before.
 */
@ApplicationScoped
class SalePipeline {

    private final SaleFactsQuery facts;
    private final SaleRules rules;
    private final CommissionLedger ledger;
    private Turn last = Turn.OVER;

    SalePipeline(SaleFactsQuery facts, SaleRules rules, CommissionLedger ledger) {
        this.facts = facts;
        this.rules = rules;
        this.ledger = ledger;
    }

    /**
     * One batch's turn to record.
     *
     * @param started when the batch before has ended
     * @param ended with whether all of it was recorded
     */
    private record Turn(CompletableFuture<SalesInFlight> started, CompletableFuture<Boolean> ended) {

        static final Turn OVER = new Turn(
                CompletableFuture.completedFuture(SalesInFlight.NONE), CompletableFuture.completedFuture(true));

        Turn() {
            this(new CompletableFuture<>(), new CompletableFuture<>());
        }

        void start(SaleFacts facts) {
            started.complete(SalesInFlight.of(facts));
        }

        void end(boolean allRecorded) {
            started.complete(SalesInFlight.NONE);
            ended.complete(allRecorded);
        }
    }

    /**
     * @param delivered in the order of the queue; may have the same sale several times
     * @param rest of the batch, which is done before the turn of the next
     */
    <T> Uni<T> record(List<Sale> delivered, Function<Recorded, Uni<T>> rest) {
        return Uni.createFrom().deferred(() -> {
            Turn turn = new Turn();
            Turn before = follow(turn);
            return gather(delivered, before)
                    .invoke(turn::start)
                    .map(rules::decide)
                    .chain(ledger::record)
                    .chain(recorded -> rest.apply(recorded)
                            .invoke(() -> turn.end(recorded.lost().isEmpty())))
                    // A batch that fails early has its turn too: the next one must not miss the one before.
                    .onTermination()
                    .call(() -> when(before.ended).invoke(() -> turn.end(false)));
        });
    }

    private synchronized Turn follow(Turn turn) {
        Turn before = last;
        last = turn;
        return before;
    }

    /** When the batch before has been recorded. */
    private Uni<SaleFacts> gather(List<Sale> delivered, Turn before) {
        Uni<Boolean> allRecorded = when(before.ended);
        Uni<SaleFacts> afterwards = Uni.createFrom().deferred(() -> facts.gather(delivered, SalesInFlight.NONE));
        return when(before.started)
                .chain(inFlight -> inFlight.haveAnyOf(delivered)
                        ? allRecorded.chain(() -> afterwards)
                        : facts.gather(delivered, inFlight)
                                .chain(gathered -> allRecorded.chain(
                                        all -> all ? Uni.createFrom().item(gathered) : afterwards)));
    }

    private static <T> Uni<T> when(CompletionStage<T> stage) {
        return Uni.createFrom().completionStage(stage);
    }
}
