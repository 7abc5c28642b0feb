// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.State;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** Whatever the order and the batches in which states reach a service, it ends with those that every other ends with. */
public abstract class LaterWinsContract {

    private static final int THINGS = 30;
    private static final int STATES_OF_EACH = 8;
    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");
    /** Nanoseconds after noon: equal ones, some within one microsecond, and one later. */
    private static final int[] NANOS = {0, 100, 100, 900, 900, 900, 1000};

    private final String service;
    private final Queue queue;
    private final long base = System.currentTimeMillis() * 1000;

    @Inject
    Pool database;

    private TestBroker broker;

    protected LaterWinsContract(String service, Queue queue) {
        this.service = service;
        this.queue = queue;
    }

    @BeforeEach
    void connect() {
        broker = TestBroker.of(service);
    }

    @AfterEach
    void disconnect() {
        broker.close();
    }

    @RepeatedTest(3)
    void theLatestToTheNanosecondHoldsAndOfEquallyLateOnesTheSameEverywhere(RepetitionInfo repetition) {
        Random random = new Random(repetition.getCurrentRepetition());
        // What tells a state from its rivals is a field that every service keeps.
        check(
                random,
                MessageType.VOLUNTEER_CHANGED,
                (id, mark, at) -> new Volunteer(id, 1, mark, 1 + random.nextInt(3), null, NOON, at),
                VolunteerChanged::new,
                "select user_id, referrer_id from volunteer where user_id = any ($1)");
        check(
                random,
                MessageType.ASSIGNMENT_CHANGED,
                (id, mark, at) -> new Assignment(
                        id, mark, AssignmentChanged.Status.PENDING, random.nextInt(3), 1, NOON, null, at),
                AssignmentChanged::new,
                "select assignment_id, user_id from assignment where assignment_id = any ($1)");
        check(
                random,
                MessageType.MULTIPLIER_CHANGED,
                (id, mark, at) -> new Multiplier(id, BigDecimal.valueOf(mark), at),
                MultiplierChanged::new,
                "select user_id, multiplier::bigint from multiplier where user_id = any ($1)");
    }

    private interface Maker<S extends State> {
        S make(long id, long mark, Instant asOf);
    }

    private <S extends State> void check(
            Random random, MessageType type, Maker<S> maker, Function<List<S>, Object> message, String kept) {
        if (!queue.types().contains(type)) {
            return;
        }
        List<S> sent = new ArrayList<>();
        Map<Long, Long> expected = new HashMap<>();
        for (long id = base + random.nextInt(1, 100); expected.size() < THINGS; id++) {
            S latest = null;
            for (int mark = 1; mark <= STATES_OF_EACH; mark++) {
                S state = maker.make(id, mark, NOON.plusNanos(NANOS[random.nextInt(NANOS.length)]));
                sent.add(state);
                if (latest == null || State.ORDER.compare(state, latest) > 0) {
                    latest = state;
                    expected.put(id, (long) mark);
                }
            }
        }
        // Each twice, as the broker may.
        sent.addAll(List.copyOf(sent));
        Collections.shuffle(sent, random);
        S last = maker.make(base + 999, 1, NOON);
        for (int from = 0; from < sent.size(); ) {
            int to = Math.min(sent.size(), from + random.nextInt(1, 40));
            publish(type, message.apply(sent.subList(from, to)));
            from = to;
        }
        publish(type, message.apply(List.of(last)));
        Awaitility.await().pollInterval(Duration.ofMillis(20)).until(() -> !kept(kept, List.of(last.id()))
                .isEmpty());
        assertThat(kept(kept, List.copyOf(expected.keySet())))
                .as(type.routingKey())
                .isEqualTo(expected);
    }

    private void publish(MessageType type, Object message) {
        broker.publish("", queue.queueName(), type.routingKey(), Json.write(message));
    }

    private Map<Long, Long> kept(String query, List<Long> ids) {
        Map<Long, Long> kept = new HashMap<>();
        database.preparedQuery(query)
                .execute(Tuple.of((Object) ids.toArray(Long[]::new)))
                .await()
                .atMost(Duration.ofSeconds(10))
                .forEach(row -> kept.put(row.getLong(0), row.getLong(1)));
        return kept;
    }
}
