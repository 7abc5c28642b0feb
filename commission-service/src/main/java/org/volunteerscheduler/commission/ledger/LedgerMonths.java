package org.volunteerscheduler.commission.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the ledger's partitions three months ahead. */
@ApplicationScoped
public class LedgerMonths {

    private static final String ENSURE = "select ensure_ledger_months(current_date, 4)";

    private final Pool database;

    public LedgerMonths(Pool database) {
        this.database = database;
    }

    @Scheduled(every = "24h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ensure() {
        return database.query(ENSURE).execute().replaceWithVoid();
    }
}
