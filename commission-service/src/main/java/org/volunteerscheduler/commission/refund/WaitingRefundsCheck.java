// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.volunteerscheduler.platform.messaging.Publisher;

/**
 * Counts the refunds that wait, and sends those back to work whose sale is settled. Nearly all are woken by their sale;
 * missed are a refund that is recorded in the very moment in which its sale is settled, and those of a replica that died
 * before it could wake them.
 */
@ApplicationScoped
class WaitingRefundsCheck {

    private static final Logger LOG = Logger.getLogger(WaitingRefundsCheck.class);

    private final WaitingRefunds waitingRefunds;
    private final RefundTelemetry telemetry;
    private final Publisher publisher;

    WaitingRefundsCheck(WaitingRefunds waitingRefunds, RefundTelemetry telemetry, Publisher publisher) {
        this.waitingRefunds = waitingRefunds;
        this.telemetry = telemetry;
        this.publisher = publisher;
    }

    @Scheduled(
            every = "${volunteer-scheduler.waiting-sales-check}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> wakeOverdue() {
        return waitingRefunds
                .wakeOverdue(publisher::publish)
                .chain(waitingRefunds::count)
                .invoke(telemetry::waiting)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("waiting refunds are checked again later: %s", failure.getMessage()));
    }
}
