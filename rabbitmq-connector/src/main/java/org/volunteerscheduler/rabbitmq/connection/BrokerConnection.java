// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Blocked;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Disconnected;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Open;

/**
 * The one connection to RabbitMQ, kept open for ever: when it is lost it is opened again with growing pauses, the
 * topology is declared again and every {@link Client} gets fresh channels. The service starts and answers health checks
 * while the broker is away.
 */
public final class BrokerConnection {

    /** Somebody who needs channels. Called again after every reconnection; all earlier channels are closed by then. */
    public interface Client {
        void connected(Connection connection) throws IOException;

        /** The service stops: take nothing new. Completes when what is in flight is finished. */
        default CompletionStage<Void> stop() {
            return CompletableFuture.completedStage(null);
        }
    }

    /** Opens a connection; what it needs of certificates is read at each attempt. */
    @FunctionalInterface
    public interface Opener {
        ConnectionFactory factory() throws IOException, GeneralSecurityException;
    }

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int ABORT_TIMEOUT_MILLIS = 1_000;
    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(3);

    /**
     * Whatever is still to be written when a connection ends is flushed by others than the thread that ends it: where
     * nobody reads at the other end that thread would never come back, nor the connection.
     */
    private static final ExecutorService FLUSHES = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("rabbitmq-flush-", 0).factory());

    private final Opener opener;
    private final TopologyDeclaration topology;
    private final String appId;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private final AtomicReference<ConnectionState> state = new AtomicReference<>(Disconnected.AT_START);
    private volatile boolean reached;
    private volatile boolean stopping;
    private volatile Connection current;
    private Thread keeper;

    /**
     * Not connected yet: see {@link #start}.
     *
     * @param appId names this application to the broker and in every message
     */
    public BrokerConnection(Opener opener, TopologyDeclaration topology, String appId) {
        this.opener = opener;
        this.topology = topology;
        this.appId = appId;
    }

    /** Before {@link #start} only: every client is told of every connection. */
    public void register(Client client) {
        clients.add(client);
    }

    /** Connects, and goes on connecting until {@link #stop}; returns at once. */
    public void start() {
        keeper = Thread.ofPlatform().name("rabbitmq-keeper").daemon().start(this::keepConnected);
    }

    /** Lets everybody finish what is in flight, all at the same time, and ends the connection. */
    public void stop() throws InterruptedException {
        stopping = true;
        CompletableFuture.allOf(clients.stream()
                        .map(client -> client.stop().toCompletableFuture())
                        .toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, DRAIN_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
                .join();
        if (keeper != null) {
            keeper.interrupt();
            keeper.join(STOP_TIMEOUT);
        }
    }

    /** Why nothing can be published or consumed now; empty while all is well. */
    public Optional<String> problem() {
        return state.get().problem();
    }

    /** Whether everything could be published and consumed at least once since the start. */
    public boolean hasBeenReached() {
        return reached;
    }

    /** Names this service to the broker and in every message. */
    public String appId() {
        return appId;
    }

    /**
     * A channel for one short piece of work.
     *
     * @throws IOException while the broker is away
     */
    public Channel openChannel() throws IOException {
        if (state.get() instanceof Open open) {
            return open.connection().createChannel();
        }
        throw new IOException(problem().orElse("connecting"));
    }

    /**
     * Drops a connection, so that a new one declares everything again. Never in the caller's thread: the client's own
     * thread, which calls our listeners, would end the connection without telling its channels, and whoever waits for an
     * answer on one would wait for minutes.
     */
    public static void drop(Connection connection) {
        FLUSHES.execute(() -> connection.abort(ABORT_TIMEOUT_MILLIS));
    }

    private void keepConnected() {
        int failures = 0;
        while (!stopping) {
            long begin = System.nanoTime();
            try {
                CountDownLatch lost = new CountDownLatch(1);
                open(lost);
                lost.await();
            } catch (InterruptedException e) {
                break;
            } catch (IOException | TimeoutException | GeneralSecurityException | RuntimeException e) {
                // Also what nobody expects: without this thread there would be no connection until the next start.
                report(describe(e));
            }
            abort(current);
            // One that holds for a while is a success; one that is lost at once, again and again, is none.
            failures = System.nanoTime() - begin > RECONNECT.longest().toNanos() ? 1 : failures + 1;
            if (!stopping && !pause(RECONNECT.pause(failures))) {
                break;
            }
        }
        abort(current);
    }

    private void open(CountDownLatch lost) throws IOException, TimeoutException, GeneralSecurityException {
        ConnectionFactory factory = opener.factory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setShutdownExecutor(FLUSHES);
        Connection opened = factory.newConnection(appId);
        current = opened;
        topology.declare(opened);
        // Before anybody publishes, which is when the broker says that it accepts nothing.
        state.updateAndGet(now -> now instanceof Disconnected before ? before.opened(opened) : now);
        opened.addBlockedListener(
                reason -> step(
                        now -> now instanceof Open open && open.connection() == opened ? open.blocked(reason) : now),
                () -> step(now ->
                        now instanceof Blocked blocked && blocked.connection() == opened ? blocked.unblocked() : now));
        for (Client client : clients) {
            client.connected(opened);
        }
        reached = true;
        LOG.infof("connected to RabbitMQ at %s:%d", factory.getHost(), factory.getPort());
        opened.addShutdownListener(cause -> {
            if (!stopping) {
                report("connection lost: " + describe(cause));
            }
            lost.countDown();
        });
    }

    private void step(UnaryOperator<ConnectionState> next) {
        ConnectionState now = state.updateAndGet(next);
        now.problem().ifPresentOrElse(LOG::warn, () -> LOG.info("the broker accepts messages again"));
    }

    private String describe(Throwable failure) {
        return ConnectionProblem.describe(failure, topology.queueTypeSetting());
    }

    private void report(String reason) {
        ConnectionState before = state.getAndUpdate(now -> now.lost(reason));
        if (!before.problem().equals(Optional.of(reason))) {
            LOG.errorf("RabbitMQ: %s", reason);
        }
    }

    private static void abort(Connection connection) {
        if (connection != null && connection.isOpen()) {
            connection.abort(ABORT_TIMEOUT_MILLIS);
        }
    }

    private static boolean pause(Duration pause) {
        try {
            Thread.sleep(pause);
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }
}
