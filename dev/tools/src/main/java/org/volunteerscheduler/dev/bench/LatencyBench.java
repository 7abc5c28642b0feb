package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.Failure;

/**
 * How long it takes from the POST of a sale until its commission can be read, at a steady load. The schedule is fixed
 * and a sale's time starts when it is due, so that a stall counts for all who had to wait and not for one.
 */
final class LatencyBench {

    private static final int SALES_PER_SECOND = 200;
    private static final int WARM_UP_SECONDS = 10;
    private static final int MEASURED_SECONDS = 20;
    private static final int WARM_UP_SALES = WARM_UP_SECONDS * SALES_PER_SECOND;
    private static final int ALL_SALES = WARM_UP_SALES + MEASURED_SECONDS * SALES_PER_SECOND;
    /** One sale in this many is looked at; looking costs the service that is measured. */
    private static final int SAMPLE_EVERY = 5;

    private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final BenchStage stage;
    private final SaleRequests requests = new SaleRequests();
    private final Durations posted = new Durations();
    private final Durations readable = new Durations();
    private final AtomicReference<Failure> failure = new AtomicReference<>();
    private final CountDownLatch underWay = new CountDownLatch(ALL_SALES);

    LatencyBench(BenchStage stage) {
        this.stage = stage;
    }

    /** A sale that is ready to be posted. */
    private record Prepared(byte[] post, byte[] look) {}

    BenchResult run() {
        BenchDatabase server = stage.database();
        server.create(BenchDatabase.COMMISSION);
        BenchService commission = stage.startCommissionService(BenchDatabase.COMMISSION);
        BenchService webhook = stage.startWebhookService();
        try (Connection database = server.connect(BenchDatabase.COMMISSION)) {
            new BenchWorld().insertVolunteers(database);
            server.checkpoint();
            try (Connections webhooks = new Connections(webhook.port());
                    Connections commissions = new Connections(commission.port())) {
                sendAll(prepare(), webhooks, commissions);
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
        return figures.milliseconds(
                "latency", "ms: a bare commit and a broker's confirm, p50", new RoundTripLimit(stage).measure());
    }

    private Prepared[] prepare() {
        String viewer = "viewer:" + Environment.required("VOLUNTEER_SCHEDULER_VIEWER_PASSWORD");
        String authorization = Base64.getEncoder().encodeToString(viewer.getBytes(StandardCharsets.UTF_8));
        Prepared[] prepared = new Prepared[ALL_SALES];
        for (int i = 0; i < prepared.length; i++) {
            String id = requests.nextTransactionId();
            String look = "GET /volunteer_scheduler/sales/" + id + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                    + authorization + "\r\n\r\n";
            prepared[i] = new Prepared(requests.request(id), look.getBytes(StandardCharsets.US_ASCII));
        }
        return prepared;
    }

    private void sendAll(Prepared[] sales, Connections webhooks, Connections commissions) {
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
            Thread.ofVirtual().start(() -> follow(sale, number, due, webhooks, commissions));
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

    private void follow(Prepared sale, int number, long due, Connections webhooks, Connections commissions) {
        try {
            boolean measured = number >= WARM_UP_SALES;
            boolean sampled = number % SAMPLE_EVERY == 0;
            // Looked at from the start and not only after the 202, which may come after the commission.
            Thread post = Thread.ofVirtual().start(() -> post(sale, due, measured, webhooks));
            if (sampled) {
                look(sale, due, measured, commissions);
            }
            post.join();
        } catch (IOException e) {
            failure.compareAndSet(null, new Failure("a sale could not be read", e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            underWay.countDown();
        }
    }

    private void post(Prepared sale, long due, boolean measured, Connections webhooks) {
        try {
            HttpConnection.Answered answer = webhooks.send(sale.post);
            if (answer.status() != 202) {
                failure.compareAndSet(null, new Failure("a sale was answered with " + answer.status()));
            }
            record(posted, measured, due);
        } catch (IOException e) {
            failure.compareAndSet(null, new Failure("a sale could not be posted", e));
        }
    }

    private void look(Prepared sale, long due, boolean measured, Connections commissions) throws IOException {
        while (failure.get() == null) {
            LockSupport.parkNanos(LOOK_EVERY_NANOS);
            HttpConnection.Answered answer = commissions.send(sale.look);
            if (answer.status() == 200 && answer.body().contains("\"status\":\"settled\"")) {
                record(readable, measured, due);
                return;
            }
            if (answer.status() != 404 || System.nanoTime() - due > LONGEST_WAIT_NANOS) {
                failure.compareAndSet(
                        null, new Failure("a sale is not readable: " + answer.status() + " " + answer.body()));
            }
        }
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

    /** Kept-alive connections, as many as are needed at once. */
    private static final class Connections implements AutoCloseable {
        private final int port;
        private final Deque<HttpConnection> idle = new ArrayDeque<>();

        Connections(int port) {
            this.port = port;
        }

        HttpConnection.Answered send(byte[] request) throws IOException {
            HttpConnection connection;
            synchronized (idle) {
                connection = idle.poll();
            }
            if (connection == null) {
                connection = new HttpConnection(port);
            }
            HttpConnection.Answered answer = connection.send(request);
            synchronized (idle) {
                idle.push(connection);
            }
            return answer;
        }

        @Override
        public void close() {
            synchronized (idle) {
                for (HttpConnection connection : idle) {
                    connection.close();
                }
            }
        }
    }
}
