package org.volunteerscheduler.rabbitmq.connection;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;

/**
 * The one connection to RabbitMQ, kept open for ever: when it is lost it is opened again with growing pauses, the
 * topology is declared again and every {@link Client} gets fresh channels. The service starts and answers health checks
 * while the broker is away.
 */
public final class BrokerConnection {

    /** Somebody who needs channels. Called again after every reconnection; all earlier channels are closed by then. */
    public interface Client {
        void connected(Connection connection) throws IOException;

        /** The service stops: finish what is in flight. */
        default void stop() {}
    }

    /** Opens a connection; what it needs of certificates is read at each attempt. */
    @FunctionalInterface
    public interface Opener {
        ConnectionFactory factory() throws IOException, GeneralSecurityException;
    }

    private static final Logger LOG = Logger.getLogger(BrokerConnection.class);
    private static final Backoff RECONNECT = new Backoff(Duration.ofMillis(200), Duration.ofSeconds(5));
    private static final int ABORT_TIMEOUT_MILLIS = 1_000;
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
    private final AtomicReference<ConnectionState> state = new AtomicReference<>(ConnectionState.Disconnected.AT_START);
    private volatile boolean reached;
    private volatile boolean stopping;
    private volatile Connection current;
    private Thread keeper;

    public BrokerConnection(Opener opener, TopologyDeclaration topology, String appId) {
        this.opener = opener;
        this.topology = topology;
        this.appId = appId;
    }

    /** Before {@link #start} only: every client is told of every connection. */
    public void register(Client client) {
        clients.add(client);
    }

    public void start() {
        keeper = Thread.ofPlatform().name("rabbitmq-keeper").daemon().start(this::keepConnected);
    }

    public void stop() throws InterruptedException {
        stopping = true;
        clients.forEach(Client::stop);
        abort(current);
        keeper.interrupt();
        keeper.join(STOP_TIMEOUT);
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
        if (state.get() instanceof ConnectionState.Open open) {
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
            try {
                CountDownLatch lost = new CountDownLatch(1);
                open(lost);
                failures = 0;
                lost.await();
            } catch (InterruptedException e) {
                return;
            } catch (IOException | TimeoutException | GeneralSecurityException | RuntimeException e) {
                // Also what nobody expects: without this thread there would be no connection until the next start.
                report(ConnectionProblem.describe(e));
            }
            abort(current);
            if (!stopping && !pause(RECONNECT.pause(++failures))) {
                return;
            }
        }
    }

    private void open(CountDownLatch lost) throws IOException, TimeoutException, GeneralSecurityException {
        ConnectionFactory factory = opener.factory();
        factory.setAutomaticRecoveryEnabled(false);
        factory.setShutdownExecutor(FLUSHES);
        Connection opened = factory.newConnection(appId);
        current = opened;
        opened.addBlockedListener(
                reason -> blockedOrNot(
                        state -> state instanceof ConnectionState.Open open ? open.blocked(reason) : state),
                () -> blockedOrNot(
                        state -> state instanceof ConnectionState.Blocked blocked ? blocked.unblocked() : state));
        topology.declare(opened);
        for (Client client : clients) {
            client.connected(opened);
        }
        state.set(new ConnectionState.Open(opened));
        reached = true;
        LOG.infof("connected to RabbitMQ at %s:%d", factory.getHost(), factory.getPort());
        opened.addShutdownListener(cause -> {
            if (!stopping) {
                report("connection lost: " + ConnectionProblem.describe(cause));
            }
            lost.countDown();
        });
    }

    private void blockedOrNot(UnaryOperator<ConnectionState> next) {
        ConnectionState now = state.updateAndGet(next);
        now.problem().ifPresentOrElse(LOG::warn, () -> LOG.info("the broker accepts messages again"));
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
