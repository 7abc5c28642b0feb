// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

/**
 * Keeps the ledger's partitions three months ahead. An attempt gives way to whoever reads the ledger just then; with
 * three months' time, another one will do.
 */
@ApplicationScoped
public class LedgerMonths {

    private static final Logger LOG = Logger.getLogger(LedgerMonths.class);

    private static final String ENSURE = "select ensure_ledger_months(current_date, 4)";

    private final Pool database;

    public LedgerMonths(Pool database) {
        this.database = database;
    }

    @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> ensure() {
        return database.query(ENSURE)
                .execute()
                .map(rows -> rows.iterator().next().getInteger(0))
                .invoke(missing -> {
                    if (missing > 0) {
                        LOG.infof("%d months of the ledger are still to be made: somebody is reading it", missing);
                    }
                })
                .replaceWithVoid();
    }
}
