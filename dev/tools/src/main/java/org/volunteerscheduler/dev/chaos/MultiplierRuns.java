// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.NoAnswer;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.User;
import org.volunteerscheduler.dev.system.Wait;

/** Starts multiplier runs as a CronJob would that repeats what was not answered, and each twice, on any replica. */
final class MultiplierRuns {

    private static final String PATH = "/volunteer_scheduler/multipliers/runs";
    private static final Duration RUN_TIMEOUT = Duration.ofSeconds(90);

    private final List<Replica> replicas;
    private final Map<Long, Instant> asOfById = new ConcurrentSkipListMap<>();

    MultiplierRuns(List<Replica> replicas) {
        this.replicas = replicas;
    }

    void startInBackground() {
        Thread.ofVirtual().start(() -> start(Instant.now()));
    }

    /** @return as of when */
    Instant start(Instant now) {
        Instant asOf = now.truncatedTo(ChronoUnit.MILLIS);
        int answered = 0;
        for (int attempt = 0; answered < 2; attempt++) {
            ServiceClient client = replicas.get(attempt % replicas.size()).publicClient();
            try {
                Answer run = client.post(User.OPERATOR, PATH, Map.of("as_of", asOf));
                if (run.isSuccess()) {
                    answered++;
                    asOfById.put(run.body().path("id").asLong(), asOf);
                    continue;
                }
            } catch (NoAnswer e) {
                // asked again, as after any answer that is not a success
            }
            Wait.pause(Duration.ofMillis(500));
        }
        return asOf;
    }

    /** @return those that were not completed in time, with their status */
    List<String> awaitCompleted() {
        return Wait.until(RUN_TIMEOUT, Duration.ofMillis(250), this::open, List::isEmpty);
    }

    private List<String> open() {
        ServiceClient client = replicas.getFirst().process().client();
        List<String> open = new ArrayList<>();
        for (long id : asOfById.keySet()) {
            Answer run = client.get(User.VIEWER, PATH + "/" + id);
            if (!run.text("status").equals("completed")) {
                open.add("run " + id + ": " + run);
            }
        }
        return open;
    }

    /** Those that were answered; each exists once, so there are as many as instants. */
    Map<Long, Instant> asOfById() {
        return asOfById;
    }
}
