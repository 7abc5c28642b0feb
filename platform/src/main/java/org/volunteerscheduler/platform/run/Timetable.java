// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.run;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Starts what is due by a cron expression, as soon as the clock has passed it; what fails is started again later. What
 * was due before the service started is not made up for. Where a clock is set back, something can be started again: a
 * run of the same instant is the same run.
 */
public final class Timetable {

    private static final Logger LOG = Logger.getLogger(Timetable.class);
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final String what;
    private final CronExpression times;
    private final ZoneId zone;
    private final Clock clock;
    /** All that was due until then is started. */
    private volatile Instant done;

    private volatile Instant notBefore = Instant.MIN;

    /** @param what is started */
    public Timetable(String what, CronExpression times, ZoneId zone, Clock clock) {
        this.what = what;
        this.times = times;
        this.zone = zone;
        this.clock = clock;
        this.done = clock.instant();
    }

    /**
     * To be called often, and not again before it has completed, which it always does.
     *
     * @param start is given the times that are due, in order
     */
    public Uni<Void> startDue(Function<List<Instant>, Uni<Void>> start) {
        Instant now = clock.instant();
        if (now.isBefore(done)) {
            done = now;
            notBefore = now;
        }
        List<Instant> due = times.due(done, now, zone);
        if (due.isEmpty()) {
            done = now;
            return Uni.createFrom().voidItem();
        }
        if (now.isBefore(notBefore)) {
            return Uni.createFrom().voidItem();
        }
        return start.apply(due).invoke(() -> done = now).onFailure().recoverWithUni(failure -> {
            notBefore = now.plus(PAUSE);
            LOG.warnf("%s of %s are started later: %s", what, due, failure.getMessage());
            return Uni.createFrom().voidItem();
        });
    }
}
