// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.HttpLoad;
import org.volunteerscheduler.dev.bench.measure.Durations;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;

/**
 * Sales at a steady rate, each followed from its POST until its commission can be read. The schedule is fixed and a
 * sale's time starts when it is due, so that a stall counts for all who had to wait and not for one.
 *
 * <p>Every other sale is read, once, when its commission has been announced. Asking again and again would find it about
 * a millisecond earlier, but a service that is asked a thousand times a second is a slower one.
 */
public final class SteadySales implements AutoCloseable {

    public static final int PER_SECOND = 200;
    private static final long SECOND_NANOS = 1_000_000_000L;
    private static final int READ_EVERY = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final int webhookPort;
    private final int commissionPort;
    private final HttpLoad load = new HttpLoad();
    private final Announcements announcements;
    private final SaleRequests requests;
    private final AtomicInteger inFlight = new AtomicInteger();

    /** Both services must have been started. */
    public SteadySales(TestBed bed, VolunteerData volunteers) {
        webhookPort = bed.replica(Service.WEBHOOK).port();
        commissionPort = bed.replica(Service.COMMISSION).port();
        announcements = new Announcements(bed.broker());
        requests = new SaleRequests(new SaleData(volunteers));
    }

    /**
     * What was found of the sales that were sent.
     *
     * @param accepted from when a sale was due until the 202
     * @param announced until its commission was announced, which is after it was committed
     * @param readable until its commission had been read over HTTP
     */
    public record Times(Durations accepted, Durations announced, Durations readable) {

        Times() {
            this(new Durations(), new Durations(), new Durations());
        }

        public int sales() {
            return accepted.count();
        }
    }

    /** One after another: services that have just been started would only pile up a queue. */
    public void sendOneByOne(int count) {
        for (int i = 0; i < count; i++) {
            send(System.nanoTime(), true, new Times());
            awaitAll();
        }
    }

    /** Until the condition holds; waits for what is in flight then. */
    public Times sendUntil(BooleanSupplier over) {
        Times times = new Times();
        long start = System.nanoTime();
        for (long i = 0; !over.getAsBoolean(); i++) {
            long due = start + SECOND_NANOS * i / PER_SECOND;
            Wait.untilDue(due);
            send(due, i % READ_EVERY == 0, times);
            load.check();
        }
        awaitAll();
        return times;
    }

    public Times sendFor(Duration duration) {
        long end = System.nanoTime() + duration.toNanos();
        return sendUntil(() -> System.nanoTime() >= end);
    }

    private void send(long due, boolean isRead, Times times) {
        String id = requests.nextTransactionId();
        inFlight.addAndGet(2);
        announcements.expect(id, () -> {
            times.announced.add(System.nanoTime() - due);
            if (isRead) {
                read(id, due, times);
            } else {
                inFlight.decrementAndGet();
            }
        });
        load.send(webhookPort, requests.post(id), (status, body) -> {
            if (status != 202) {
                throw new Failure("a sale was answered with " + status + " instead of 202");
            }
            times.accepted.add(System.nanoTime() - due);
            inFlight.decrementAndGet();
        });
    }

    private void read(String id, long due, Times times) {
        load.send(commissionPort, requests.get("/volunteer_scheduler/sales/" + id), (status, body) -> {
            String sale = StandardCharsets.UTF_8.decode(body).toString();
            if (status != 200 || !sale.contains("\"status\":\"settled\"")) {
                throw new Failure("a commission was announced but is not readable: " + status + " " + sale);
            }
            times.readable.add(System.nanoTime() - due);
            inFlight.decrementAndGet();
        });
    }

    private void awaitAll() {
        boolean all = Wait.until(TIMEOUT, Duration.ofMillis(1), () -> {
            load.check();
            return inFlight.get() == 0;
        });
        if (!all) {
            throw new Failure("after " + TIMEOUT.toSeconds() + " s sales are not answered or not announced");
        }
    }

    @Override
    public void close() {
        load.close();
        announcements.close();
    }
}
