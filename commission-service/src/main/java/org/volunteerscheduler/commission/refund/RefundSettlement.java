// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.stream.Stream;
import org.volunteerscheduler.commission.refund.RefundLedger.Recorded;
import org.volunteerscheduler.commission.refund.RefundLedger.Superseded;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.RefundOutcome.Await;
import org.volunteerscheduler.commission.rule.RefundRules;
import org.volunteerscheduler.platform.messaging.OutgoingMessage;

/**
 * Applies refunds in batches, each exactly once. What is delivered again changes nothing and is announced again.
 *
 * <p>Source: rules.md, Refunds.
 */
@ApplicationScoped
public class RefundSettlement {

    private static final int RACES = 10;

    private final Pool database;
    private final WaitingRefunds waitingRefunds;
    private final RefundTelemetry telemetry;

    RefundSettlement(Pool database, WaitingRefunds waitingRefunds, RefundTelemetry telemetry) {
        this.database = database;
        this.waitingRefunds = waitingRefunds;
        this.telemetry = telemetry;
    }

    /**
     * Applies what can be applied, lets the rest wait, and records refusals and contradictions.
     *
     * @param delivered in the order of the queue
     * @return what is to be announced: the reversals of each of these refunds that is applied, now or before; and each
     *     refund that need not wait any more, as work again
     */
    public Uni<List<OutgoingMessage>> apply(List<Refund> delivered) {
        return record(delivered).invoke(telemetry::recorded).chain(recorded -> wakeIfSettledByNow(recorded.awaiting())
                .map(woken -> Stream.concat(RefundMessages.reversed(recorded).stream(), woken.stream())
                        .toList()));
    }

    /** In one transaction, which holds the sales from the look to the commit. */
    private Uni<Recorded> record(List<Refund> refunds) {
        return database.withTransaction(connection -> RefundFactsQuery.gather(connection, refunds)
                        .map(RefundRules::decide)
                        .chain(decisions -> RefundLedger.record(connection, decisions)))
                .onFailure(Superseded.class)
                .retry()
                .atMost(RACES);
    }

    /** Their sale may have been settled between our look and our commit, when it could not find them. */
    private Uni<List<OutgoingMessage>> wakeIfSettledByNow(List<Await> awaiting) {
        return waitingRefunds.wakeWaitingFor(awaiting.stream()
                .map(await -> await.refund().transactionId())
                .distinct()
                .toList());
    }
}
