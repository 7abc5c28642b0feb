package org.volunteerscheduler.commission.sale;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.messaging.Publisher;

/** Sends sales back to work when their time is up, and as a safety net when whom they wait for is known. */
@ApplicationScoped
public class WaitingSales {

    private static final Logger LOG = Logger.getLogger(WaitingSales.class);

    private final SaleSettlement settlement;
    private final SaleBook sales;
    private final SaleJournal journal;
    private final Publisher publisher;

    public WaitingSales(SaleSettlement settlement, SaleBook sales, SaleJournal journal, Publisher publisher) {
        this.settlement = settlement;
        this.sales = sales;
        this.journal = journal;
        this.publisher = publisher;
    }

    @Scheduled(
            every = "${volunteer-scheduler.waiting-sales-check:PT1M}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> wakeOverdue() {
        return settlement
                .wakeOverdue(woken -> publisher.publish(SaleMessages.outgoing(woken)))
                .chain(sales::countWaiting)
                .invoke(journal::waiting)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("waiting sales are looked for again later: %s", failure.getMessage()))
                .onFailure()
                .recoverWithNull();
    }
}
