// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;
import org.volunteerscheduler.platform.messaging.Publisher;
import org.volunteerscheduler.platform.run.Caller;
import org.volunteerscheduler.platform.run.RunEngine;
import org.volunteerscheduler.platform.run.RunSettings;

/** Starts and resumes multiplier runs. */
@Singleton
class MultiplierRunEngine extends RunEngine<MultiplierPlan, MultiplierRun> {

    private final MultiplierFormula formula;

    MultiplierRunEngine(
            MultiplierRuns runs,
            MultiplierFormula formula,
            MultiplierTelemetry telemetry,
            Publisher publisher,
            RunSettings settings,
            Clock clock) {
        super(runs, telemetry, publisher, settings, clock);
        this.formula = formula;
    }

    /** @param organizationId or null for all organizations */
    Uni<Started<MultiplierRun>> start(Long organizationId, Instant asOf, Caller caller) {
        return start(new MultiplierPlan(organizationId, asOf, caller.person(), formula.maxMultiplier()), caller);
    }
}
