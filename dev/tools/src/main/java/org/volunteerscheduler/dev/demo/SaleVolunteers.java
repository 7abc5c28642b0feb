// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** The volunteers of one run: names for people to read, and user ids that no other run has. */
final class SaleVolunteers {

    /** Those of rules.md: 1 referred 2, and so on. */
    static final List<String> NUMBERED = List.of("user 1", "user 2", "user 3", "user 4", "user 5");

    /** Ada referred Ben, and so on: Finn has five referrers. */
    static final List<String> NAMED = List.of("Ada", "Ben", "Cleo", "Dev", "Eva", "Finn");

    /** Buys before anybody has heard of her; brought in by Finn, so Ada is the sixth above her. */
    static final String LATECOMER = "Gwen";

    static final Duration REGISTERED_BEFORE = Duration.ofDays(90);
    private static final int IDS_PER_RUN = 100;
    private static final int FIRST_NAMED_ID = 11;
    private static final int LATECOMER_ID = 21;
    private static final long ORGANIZATION_ID = 1;

    private final Instant start;
    private final Map<String, Long> idByName = new LinkedHashMap<>();

    /** @param start of the run; runs of different seconds have different ids */
    SaleVolunteers(Instant start) {
        this.start = start;
        for (int i = 0; i < NUMBERED.size(); i++) {
            idByName.put(NUMBERED.get(i), base() + i + 1);
        }
        for (int i = 0; i < NAMED.size(); i++) {
            idByName.put(NAMED.get(i), base() + FIRST_NAMED_ID + i);
        }
        idByName.put(LATECOMER, base() + LATECOMER_ID);
    }

    /** User n of this run has the id base + n. */
    long base() {
        return start.getEpochSecond() * IDS_PER_RUN;
    }

    long id(String name) {
        return idByName.get(name);
    }

    Iterable<String> names() {
        return idByName.keySet();
    }

    String transactionId(String name) {
        return "demo_" + start.getEpochSecond() + "_" + name;
    }

    /** As Decidim posts it. Registered long ago, so that nobody is flagged as fresh. */
    Volunteer volunteer(String name, String referrer) {
        Long referrerId = referrer == null ? null : id(referrer);
        return new Volunteer(id(name), ORGANIZATION_ID, referrerId, 1, null, start.minus(REGISTERED_BEFORE), start);
    }
}
