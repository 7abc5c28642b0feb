// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import static org.volunteerscheduler.dev.system.Console.say;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Parallel;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.Wait;
import org.volunteerscheduler.dev.system.Webhook;

/** Volunteers with ten assignments each, through the signed webhooks, a thousand in a request. */
public final class FactImport {

    /** The services that keep facts. */
    public static final List<Service> SERVICES = List.of(Service.COMMISSION, Service.MULTIPLIER, Service.BUDGET);

    private static final List<String> QUEUES = Stream.of(
                    Queue.FACTS_COMMISSIONS, Queue.FACTS_MULTIPLIERS, Queue.FACTS_BUDGETS)
            .map(Queue::queueName)
            .toList();
    private static final int SENDERS = 4;
    private static final Duration RETRY_PAUSE = Duration.ofSeconds(1);
    private static final Duration CHECK = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofMinutes(60);
    private static final long PROGRESS_EVERY = 500_000;

    private final TestBed bed;
    private final Facts facts;

    /** @param firstId from here on nobody is known yet */
    public FactImport(TestBed bed, long firstId, long volunteers, Instant asOf) {
        this.bed = bed;
        this.facts = new Facts(firstId, volunteers, asOf);
    }

    public long facts() {
        return facts.volunteers() + facts.assignments();
    }

    /** Returns when every service has all of it. */
    public void run() {
        post(Webhook.VOLUNTEERS, facts.volunteers(), facts::volunteers);
        post(Webhook.ASSIGNMENTS, facts.assignments(), facts::assignments);
        bed.broker().awaitEmpty(QUEUES, TIMEOUT);
        // What is in the consumers' hands is no longer in the queues.
        if (!Wait.until(TIMEOUT, CHECK, () -> missing().isEmpty())) {
            throw new Failure("the import is not complete: " + missing());
        }
    }

    private void post(Webhook webhook, long count, BiFunction<Long, Long, List<?>> batch) {
        ServiceClient client = bed.replica(Service.WEBHOOK).client();
        AtomicLong next = new AtomicLong();
        Runnable sender = () -> {
            for (long from = next.getAndAdd(Webhook.MAX_FACTS);
                    from < count;
                    from = next.getAndAdd(Webhook.MAX_FACTS)) {
                long to = Math.min(count, from + Webhook.MAX_FACTS);
                post(client, webhook, batch.apply(from, to));
                if (to % PROGRESS_EVERY == 0) {
                    say("%,d of %,d posted to %s", to, count, webhook.path());
                }
            }
        };
        Parallel.run(Collections.nCopies(SENDERS, sender));
    }

    /** As often as it takes: a 503 promises nothing and asks to send again. */
    private static void post(ServiceClient client, Webhook webhook, List<?> facts) {
        Answer answer = client.post(webhook, facts);
        while (answer.status() == 503) {
            Wait.pause(RETRY_PAUSE);
            answer = client.post(webhook, facts);
        }
        if (answer.status() != 202) {
            throw new Failure("facts were answered with " + answer);
        }
    }

    /** What each service does not have yet, in words. */
    private List<String> missing() {
        return SERVICES.stream()
                .flatMap(service -> FactTable.of(service).stream()
                        .filter(table -> count(service, table) < expected(table))
                        .map(table -> table + " of " + service.serviceName()))
                .toList();
    }

    private long expected(FactTable table) {
        return table == FactTable.VOLUNTEER ? facts.volunteers() : facts.assignments();
    }

    private double count(Service service, FactTable table) {
        long firstId = table == FactTable.VOLUNTEER ? facts.firstId() : facts.firstId() * Facts.ASSIGNMENTS_EACH;
        try (DatabaseSession session = bed.database(service).open()) {
            return session.number("select count(*) from " + table.tableName() + " where " + table.key() + " >= "
                    + firstId + " and " + table.key() + " < " + (firstId + expected(table)));
        }
    }
}
