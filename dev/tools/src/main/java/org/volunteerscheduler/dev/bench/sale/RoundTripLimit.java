// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import static org.volunteerscheduler.dev.system.Console.say;

import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.dev.bench.measure.Durations;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** The two waits that no sale can do without: the broker's confirm, then the ledger's commit. */
public final class RoundTripLimit implements LimitBench {

    private static final String QUEUE = "limit";
    private static final int MESSAGE_BYTES = 300;
    private static final int WARM_UP = 500;
    private static final int MEASURED = 1_000;
    private static final int TIMEOUT_MS = 10_000;

    @Override
    public boolean needsCopies() {
        return false;
    }

    /** Milliseconds, the median of each, one after the other with no other load of ours. */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        double confirm = confirm(bed);
        double commit = commit(bed);
        say("a broker's confirm: %.2f ms, a commit: %.2f ms", confirm, commit);
        return Limit.time("ms: a bare commit and a broker's confirm, p50", confirm + commit);
    }

    private static double confirm(TestBed bed) {
        byte[] body = new byte[MESSAGE_BYTES];
        return bed.broker().onChannel(channel -> {
            channel.queueDeclare(QUEUE, true, false, false, null);
            channel.confirmSelect();
            return median(() -> {
                channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
                channel.waitForConfirmsOrDie(TIMEOUT_MS);
            });
        });
    }

    private static double commit(TestBed bed) {
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            session.execute("create table round_trip (id bigint generated always as identity primary key)");
            return median(() -> session.execute("insert into round_trip default values"));
        } catch (IOException | TimeoutException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface RoundTrip {
        void go() throws IOException, TimeoutException, InterruptedException;
    }

    private static double median(RoundTrip roundTrip) throws IOException, TimeoutException, InterruptedException {
        Durations durations = new Durations();
        for (int i = 0; i < WARM_UP + MEASURED; i++) {
            long start = System.nanoTime();
            roundTrip.go();
            if (i >= WARM_UP) {
                durations.add(System.nanoTime() - start);
            }
        }
        return durations.percentileMilliseconds(50);
    }
}
