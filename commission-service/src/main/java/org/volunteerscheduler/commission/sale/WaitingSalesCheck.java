// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import org.jboss.logging.Logger;
import org.volunteerscheduler.commission.rule.SaleRules;
import org.volunteerscheduler.platform.messaging.Publisher;

/** Sends sales back to work when their time is up, and as a safety net when whom they wait for is known. */
@ApplicationScoped
class WaitingSalesCheck {

    private static final Logger LOG = Logger.getLogger(WaitingSalesCheck.class);

    private final WaitingSales waitingSales;
    private final SaleRules rules;
    private final SaleTelemetry telemetry;
    private final Publisher publisher;
    private final Clock clock;

    WaitingSalesCheck(
            WaitingSales waitingSales, SaleRules rules, SaleTelemetry telemetry, Publisher publisher, Clock clock) {
        this.waitingSales = waitingSales;
        this.rules = rules;
        this.telemetry = telemetry;
        this.publisher = publisher;
        this.clock = clock;
    }

    @Scheduled(
            every = "${volunteer-scheduler.waiting-sales-check}",
            concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> wakeOverdue() {
        return waitingSales
                .wakeOverdue(rules.waiting().waitedLongEnoughSince(clock.instant()), publisher::publish)
                .chain(waitingSales::count)
                .invoke(telemetry::waiting)
                .replaceWithVoid()
                .onFailure()
                .invoke(failure -> LOG.warnf("waiting sales are checked again later: %s", failure.getMessage()));
    }
}
