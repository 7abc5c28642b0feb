// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.volunteerscheduler.dev.system.Service;

/**
 * What is to happen.
 *
 * @param faults one after another, the next not before {@code interval} has passed since the one before began
 * @param maxHoldSeconds for how long a connection is held or a service frozen
 * @param replicas of each service that takes part
 */
record ChaosPlan(
        long seed,
        int salesPerSecond,
        List<FaultKind> faults,
        Duration interval,
        int maxHoldSeconds,
        Map<Service, Integer> replicas) {

    private static final Duration INTERVAL = Duration.ofSeconds(15);
    /** Longer than it takes both sides of a connection to RabbitMQ to miss two heartbeats. */
    private static final int MAX_HOLD_SECONDS = 35;

    /** Everything there is, in shuffled order, again and again: every kind comes equally often. */
    static ChaosPlan full(long seed, int minutes, int salesPerSecond) {
        Random random = new Random(seed);
        long count = Duration.ofMinutes(minutes).dividedBy(INTERVAL);
        List<FaultKind> faults = new ArrayList<>();
        while (faults.size() < count) {
            List<FaultKind> deck = new ArrayList<>(List.of(FaultKind.values()));
            Collections.shuffle(deck, random);
            faults.addAll(deck);
        }
        Map<Service, Integer> replicas = new EnumMap<>(Service.class);
        for (Service service : Service.values()) {
            replicas.put(service, 2);
        }
        return new ChaosPlan(
                seed,
                salesPerSecond,
                List.copyOf(faults.subList(0, (int) count)),
                INTERVAL,
                MAX_HOLD_SECONDS,
                replicas);
    }

    /** A minute, for every run of the tests: the way of a sale, and what breaks it most. */
    static ChaosPlan brief() {
        return new ChaosPlan(
                1,
                40,
                List.of(
                        FaultKind.KILL_COMMISSION,
                        FaultKind.CUT_BROKER,
                        FaultKind.KILL_DATABASE,
                        FaultKind.HOLD_DATABASE,
                        FaultKind.CUT_CLIENTS,
                        FaultKind.CUT_DATABASE,
                        FaultKind.TERMINATE_SERVICE,
                        FaultKind.KILL_BROKER),
                Duration.ofMillis(2_500),
                3,
                Map.of(Service.WEBHOOK, 1, Service.COMMISSION, 2));
    }
}
