// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** Multiplier runs: each exists once and is completed, and everybody knows what the last one found. */
record MultiplierVerification(Installation installation, Dataset dataset) {

    private static final BigDecimal NEVER_ANNOUNCED = new BigDecimal("1.0000");

    /**
     * @param open runs that were not completed in time
     * @param last as of when the last run computed, after the last fact
     */
    List<Check> check(MultiplierRuns runs, List<String> open, Instant last, AnnouncementListener listener) {
        List<Check> checks = new ArrayList<>();
        checks.add(runsAreCompleted(runs, open, listener));
        Map<Long, BigDecimal> expected = ExpectedMultipliers.asOf(last, dataset.volunteers(), dataset.assignments());
        checks.add(Check.same(
                "the last run gave all " + expected.size() + " volunteers the multiplier that the rules give",
                expected,
                multipliers(Service.MULTIPLIER)));
        for (Service service : List.of(Service.COMMISSION, Service.BUDGET)) {
            Map<Long, BigDecimal> known = multipliers(service);
            expected.keySet().forEach(id -> known.putIfAbsent(id, NEVER_ANNOUNCED));
            checks.add(Check.same(service.serviceName() + " has heard of each of these multipliers", expected, known));
        }
        return checks;
    }

    private static Check runsAreCompleted(MultiplierRuns runs, List<String> open, AnnouncementListener listener) {
        long instants = runs.asOfById().values().stream().distinct().count();
        List<String> faults = new ArrayList<>(open);
        if (instants != runs.asOfById().size()) {
            faults.add(runs.asOfById().size() + " runs for " + instants + " instants: " + runs.asOfById());
        }
        runs.asOfById().keySet().stream()
                .filter(id -> !listener.completedRuns().contains(id))
                .forEach(id -> faults.add("run " + id + " was not announced"));
        return new Check(
                instants + " multiplier runs, each triggered twice, exist once, are completed and announced", faults);
    }

    private Map<Long, BigDecimal> multipliers(Service service) {
        Map<Long, BigDecimal> found = new TreeMap<>();
        try (DatabaseSession session = installation.database(service).open()) {
            session.rows(
                    "select user_id, multiplier from multiplier",
                    row -> found.put(row.getLong(1), row.getBigDecimal(2).setScale(4)));
        }
        return found;
    }
}
