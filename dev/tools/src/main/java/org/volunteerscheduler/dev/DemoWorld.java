package org.volunteerscheduler.dev;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The volunteers of one run: names for people to read, and user ids that no other run has. */
final class DemoWorld {

    /** Those of rules.md: 1 referred 2, and so on. */
    static final List<String> NUMBERED = List.of("user 1", "user 2", "user 3", "user 4", "user 5");

    /** Ada referred Ben, and so on: Finn has five referrers. */
    static final List<String> NAMED = List.of("Ada", "Ben", "Cleo", "Dev", "Eva", "Finn");

    /** Buys before anybody has heard of her; brought in by Finn, so Ada is the sixth above her. */
    static final String LATECOMER = "Gwen";

    private static final int IDS_PER_RUN = 100;
    private static final int FIRST_NAMED_ID = 11;
    private static final int LATECOMER_ID = 21;
    private static final long ORGANIZATION_ID = 1;

    private final Instant start;
    private final Map<String, Long> idByName = new LinkedHashMap<>();

    /** @param start of the run; runs of different seconds have different ids */
    DemoWorld(Instant start) {
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
    Map<String, Object> volunteer(String name, String referrer) {
        Map<String, Object> volunteer = new LinkedHashMap<>();
        volunteer.put("user_id", id(name));
        volunteer.put("organization_id", ORGANIZATION_ID);
        volunteer.put("referrer_id", referrer == null ? null : id(referrer));
        volunteer.put("level", 1);
        volunteer.put("registered_at", start.minus(Duration.ofDays(90)));
        volunteer.put("updated_at", start);
        return volunteer;
    }
}
