package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.Failure;

/**
 * How long it takes from the POST of a sale until its commission can be read, at a steady load. The schedule is fixed
 * and a sale's time starts when it is due, so that a stall counts for all who had to wait and not for one.
 *
 * <p>A sale is read once, when its commission has been announced. Asking again and again would find it about a
 * millisecond earlier, but a service that is asked a thousand times a second is a slower one.
 */
final class LatencyBench {

    private static final int SALES_PER_SECOND = 200;
    /** Before the schedule starts, one after another: a JVM that has just started would only pile up a queue. */
    private static final int FIRST_SALES = 300;

    private static final int WARM_UP_SECONDS = 10;
    private static final int MEASURED_SECONDS = 20;
    private static final int WARM_UP_SALES = WARM_UP_SECONDS * SALES_PER_SECOND;
    private static final int SCHEDULED_SALES = WARM_UP_SALES + MEASURED_SECONDS * SALES_PER_SECOND;
    private static final int ALL_SALES = FIRST_SALES + SCHEDULED_SALES;
    /** One sale in this many is looked at; looking costs the service that is measured. */
    private static final int SAMPLE_EVERY = 2;

    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final BenchStage stage;
    private final SaleRequests requests = new SaleRequests();
    private final Durations posted = new Durations();
    private final Durations readable = new Durations();
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private final CountDownLatch underWay = new CountDownLatch(SCHEDULED_SALES);

    LatencyBench(BenchStage stage) {
        this.stage = stage;
    }

    /** A sale that is ready to be posted. */
    private record Prepared(String transactionId, byte[] post, byte[] look) {}

    /** The ways by which a sale goes in, is heard of and is read. */
    private record Ways(HttpConnections webhook, Announcements announcements, HttpConnections commission)
            implements AutoCloseable {
        @Override
        public void close() {
            webhook.close();
            announcements.close();
            commission.close();
        }
    }

    BenchResult run() {
        BenchDatabase server = stage.database("commission");
        server.create();
        BenchService commission = stage.startDomainService("commission");
        BenchService webhook = stage.startWebhookService();
        try (Connection database = server.connect()) {
            new BenchWorld().insertVolunteers(database);
            server.checkpoint();
            try (Ways ways = new Ways(
                    new HttpConnections(webhook.port()),
                    new Announcements(stage.broker()),
                    new HttpConnections(commission.port()))) {
                warmUp(prepare(FIRST_SALES), ways);
                sendAll(prepare(SCHEDULED_SALES), ways);
            }
            requireAllSettled(database);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        BenchResult.Figures figures = new BenchResult.Figures()
                .add("p50_ms", readable.percentileMilliseconds(50))
                .add("p99_ms", readable.percentileMilliseconds(99))
                .add("accepted_p50_ms", posted.percentileMilliseconds(50))
                .add("accepted_p99_ms", posted.percentileMilliseconds(99));
        webhook.addMemory(figures, "webhook_");
        commission.addMemory(figures, "commission_");
        figures.add("webhook_ready_s", webhook.readySeconds()).add("commission_ready_s", commission.readySeconds());
        webhook.stop();
        commission.stop();
        return figures.time(
                "latency", "ms: a bare commit and a broker's confirm, p50", new RoundTripLimit(stage).measure());
    }

    private Prepared[] prepare(int count) {
        String viewer = "viewer:" + Environment.required("VOLUNTEER_SCHEDULER_VIEWER_PASSWORD");
        String authorization = Base64.getEncoder().encodeToString(viewer.getBytes(StandardCharsets.UTF_8));
        Prepared[] prepared = new Prepared[count];
        for (int i = 0; i < prepared.length; i++) {
            String id = requests.nextTransactionId();
            String look = "GET /volunteer_scheduler/sales/" + id
                    + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + authorization + "\r\n\r\n";
            prepared[i] = new Prepared(id, requests.request(id), look.getBytes(StandardCharsets.US_ASCII));
        }
        return prepared;
    }

    private void warmUp(Prepared[] sales, Ways ways) {
        BenchStage.say(FIRST_SALES + " sales, one after another");
        try {
            for (Prepared sale : sales) {
                long now = System.nanoTime();
                ways.announcements.expect(sale.transactionId);
                post(sale, now, false, ways);
                look(sale, now, false, ways);
            }
        } catch (IOException e) {
            throw new Failure("a sale could not be read", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
        if (failure.get() != null) {
            throw failure.get();
        }
    }

    private void sendAll(Prepared[] sales, Ways ways) {
        BenchStage.say(String.format(
                "%d sales a second for %d s, of which the first %d are warm-up",
                SALES_PER_SECOND, WARM_UP_SECONDS + MEASURED_SECONDS, WARM_UP_SECONDS));
        long start = System.nanoTime();
        for (int i = 0; i < sales.length && failure.get() == null; i++) {
            Prepared sale = sales[i];
            int number = i;
            long due = start + TimeUnit.SECONDS.toNanos(1) * i / SALES_PER_SECOND;
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            Thread.ofVirtual().start(() -> follow(sale, number, due, ways));
        }
        awaitAll();
    }

    private void awaitAll() {
        try {
            boolean all = underWay.await(failure.get() == null ? LONGEST_WAIT_NANOS : 0, TimeUnit.NANOSECONDS);
            if (failure.get() != null) {
                throw failure.get();
            }
            if (!all) {
                throw new Failure(underWay.getCount() + " sales were not answered in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private void follow(Prepared sale, int number, long due, Ways ways) {
        try {
            boolean measured = number >= WARM_UP_SALES;
            boolean sampled = number % SAMPLE_EVERY == 0;
            if (sampled) {
                ways.announcements.expect(sale.transactionId);
            }
            post(sale, due, measured, ways);
            if (sampled) {
                look(sale, due, measured, ways);
            }
        } catch (IOException e) {
            fail("a sale could not be read: " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.countDown();
        }
    }

    private void post(Prepared sale, long due, boolean measured, Ways ways) {
        try {
            HttpConnection.Answered answer = ways.webhook.send(sale.post);
            if (answer.status() != 202) {
                fail("a sale was answered with " + answer.status() + " instead of 202");
            }
            record(posted, measured, due);
        } catch (IOException e) {
            fail("a sale could not be posted: " + e);
        }
    }

    private void look(Prepared sale, long due, boolean measured, Ways ways) throws IOException, InterruptedException {
        try {
            ways.announcements.await(sale.transactionId, LONGEST_WAIT_NANOS);
        } catch (TimeoutException e) {
            fail("a sale's commission was not announced after " + TimeUnit.NANOSECONDS.toSeconds(LONGEST_WAIT_NANOS)
                    + " s");
            return;
        }
        HttpConnection.Answered answer = ways.commission.send(sale.look);
        if (answer.status() != 200 || !answer.body().contains("\"status\":\"settled\"")) {
            fail("a commission was announced but is not readable: " + answer.status() + " " + answer.body());
        }
        record(readable, measured, due);
    }

    private void fail(String line) {
        failure.compareAndSet(null, new Failure(line));
    }

    private static void record(Durations durations, boolean measured, long due) {
        if (measured) {
            synchronized (durations) {
                durations.add(System.nanoTime() - due);
            }
        }
    }

    private static void requireAllSettled(Connection database) {
        long deadline = System.nanoTime() + LONGEST_WAIT_NANOS;
        double settled;
        do {
            BenchStage.pause(100);
            settled = BenchDatabase.number(database, "select count(*) from sale where settled_at is not null");
        } while (settled < ALL_SALES && System.nanoTime() < deadline);
        if (settled != ALL_SALES) {
            throw new Failure(String.format("%.0f of %d sales are settled", settled, ALL_SALES));
        }
        BenchStage.say(ALL_SALES + " sales answered with 202 and settled");
    }
}
