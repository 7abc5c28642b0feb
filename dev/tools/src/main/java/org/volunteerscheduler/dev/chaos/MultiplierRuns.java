package org.volunteerscheduler.dev.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.volunteerscheduler.dev.server.Service;

/** Starts multiplier runs as a CronJob would that repeats what was not answered, and each twice, on any replica. */
final class MultiplierRuns {

    private static final String RUNS = "multipliers/runs";
    private static final Duration LONGEST_RUN = Duration.ofSeconds(90);

    private final ChaosStage stage;
    private final DomainClient client;
    private final Map<Long, Instant> asOfById = new ConcurrentSkipListMap<>();
    private volatile boolean closed;

    MultiplierRuns(ChaosStage stage, DomainClient client) {
        this.stage = stage;
        this.client = client;
    }

    void startInBackground() {
        Thread.ofVirtual().start(() -> {
            try {
                start(Instant.now());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** @return as of when */
    Instant start(Instant now) throws InterruptedException {
        Instant asOf = now.truncatedTo(ChronoUnit.MILLIS);
        int answered = 0;
        for (int attempt = 0; answered < 2 && !closed; attempt++) {
            List<Replica> replicas = stage.replicas(Service.MULTIPLIER);
            Optional<JsonNode> run = client.post(
                    replicas.get(attempt % replicas.size()).door().port(), RUNS, "{\"as_of\":\"" + asOf + "\"}");
            if (run.isPresent()) {
                answered++;
                asOfById.put(run.get().path("id").asLong(), asOf);
            } else {
                Thread.sleep(Duration.ofMillis(500));
            }
        }
        return asOf;
    }

    /** @return those that were not completed in time, with their status */
    List<String> awaitCompleted() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_RUN.toNanos();
        List<String> open;
        do {
            Thread.sleep(Duration.ofMillis(250));
            open = new ArrayList<>();
            for (long id : asOfById.keySet()) {
                int port =
                        stage.replicas(Service.MULTIPLIER).getFirst().process().port();
                String status = client.get(port, RUNS + "/" + id)
                        .map(run -> run.path("status").asText())
                        .orElse("unknown");
                if (!status.equals("completed")) {
                    open.add("run " + id + " is " + status);
                }
            }
        } while (!open.isEmpty() && System.nanoTime() < deadline);
        return open;
    }

    /** Those that were answered; each exists once, so there are as many as instants. */
    Map<Long, Instant> asOfById() {
        return asOfById;
    }

    void close() {
        closed = true;
    }
}
