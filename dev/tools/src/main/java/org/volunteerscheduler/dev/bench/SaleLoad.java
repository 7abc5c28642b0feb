package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.volunteerscheduler.dev.Failure;

/**
 * Sends sales over kept-alive connections, each with one request under way all the time. One thread, one selector and
 * requests made before: what the load costs is taken from the service that shares the machine.
 */
final class SaleLoad implements AutoCloseable {

    private static final int ACCEPTED = 202;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Selector selector;
    private long accepted;

    SaleLoad(int port, int connections) {
        try {
            selector = Selector.open();
            for (int i = 0; i < connections; i++) {
                SocketChannel channel = HttpConnection.open(port);
                channel.configureBlocking(false);
                channel.register(selector, SelectionKey.OP_READ, new Lane(channel));
            }
        } catch (IOException e) {
            throw new Failure("no connection to the service on port " + port, e);
        }
    }

    /** A connection and what is under way on it. */
    private static final class Lane {
        private final SocketChannel channel;
        private final ByteBuffer in = ByteBuffer.allocateDirect(4096);
        private long sentAt;

        Lane(SocketChannel channel) {
            this.channel = channel;
        }

        void send(ByteBuffer request) throws IOException {
            sentAt = System.nanoTime();
            // A request is far smaller than a socket's buffer and the one before it was answered, so this is one write.
            while (request.hasRemaining()) {
                channel.write(request);
            }
        }

        /** @return the status, or 0 if the answer is not complete */
        int receive() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the service closed the connection");
            }
            HttpAnswer answer = HttpAnswer.read(in, in.position());
            if (answer == null) {
                return 0;
            }
            in.clear();
            return answer.status();
        }
    }

    /**
     * What one stretch of load showed.
     *
     * @param accepted answers with 202 within the stretch
     * @param seconds how long it was
     * @param ownCpuSeconds what sending cost, which the service could not have
     */
    record Stretch(long accepted, double seconds, double ownCpuSeconds, Durations latency) {

        double perSecond() {
            return accepted / seconds;
        }
    }

    /** All 202s so far, also those that came when a stretch was over. */
    long accepted() {
        return accepted;
    }

    /**
     * Sends until the time is over or the requests are used up, and waits for what is still under way.
     *
     * @throws Failure at any answer that is not 202
     */
    Stretch send(ByteBuffer[] requests, Duration duration) {
        try {
            return new Run(requests, duration).go();
        } catch (IOException e) {
            throw new Failure("the load broke off after " + accepted + " sales", e);
        }
    }

    private final class Run {
        private final ByteBuffer[] requests;
        private final long start = System.nanoTime();
        private final long startCpu = THREADS.getCurrentThreadCpuTime();
        private final long deadline;
        private final Durations latency = new Durations();
        private int sent;
        private int underWay;

        Run(ByteBuffer[] requests, Duration duration) {
            this.requests = requests;
            this.deadline = start + duration.toNanos();
        }

        Stretch go() throws IOException {
            for (SelectionKey key : selector.keys()) {
                sendNext((Lane) key.attachment());
            }
            while (System.nanoTime() < deadline && sent < requests.length) {
                step();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            double ownCpuSeconds = (THREADS.getCurrentThreadCpuTime() - startCpu) / 1e9;
            int measured = latency.count();
            sent = requests.length;
            while (underWay > 0) {
                step();
            }
            return new Stretch(measured, seconds, ownCpuSeconds, latency);
        }

        private void step() throws IOException {
            if (selector.select(this::answered, LONGEST_SILENCE.toMillis()) == 0) {
                throw new Failure("no answer for " + LONGEST_SILENCE.toSeconds() + " s");
            }
        }

        private void answered(SelectionKey key) {
            Lane lane = (Lane) key.attachment();
            try {
                int status = lane.receive();
                if (status == 0) {
                    return;
                }
                latency.add(System.nanoTime() - lane.sentAt);
                underWay--;
                if (status != ACCEPTED) {
                    throw new Failure("a sale was answered with " + status + " instead of 202");
                }
                accepted++;
                sendNext(lane);
            } catch (IOException e) {
                throw new Failure("the load broke off after " + accepted + " sales", e);
            }
        }

        private void sendNext(Lane lane) throws IOException {
            if (sent < requests.length) {
                lane.send(requests[sent++]);
                underWay++;
            }
        }
    }

    @Override
    public void close() {
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new Failure("cannot close the connections", e);
        }
    }
}
