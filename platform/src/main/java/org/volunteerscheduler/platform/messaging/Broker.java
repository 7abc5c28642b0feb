package org.volunteerscheduler.platform.messaging;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The one connection to RabbitMQ. Kept up for ever: when it is lost, it is opened again with growing pauses, the
 * topology is declared again and every {@link Client} starts again with fresh channels. The service starts and answers
 * health checks while the broker is away.
 */
@ApplicationScoped
public class Broker {

    /** Somebody who needs channels. Called again after every reconnection; what was open before is closed by then. */
    public interface Client {
        void connected(Connection connection) throws IOException;

        /** The service stops: hand back what is not done. */
        default void stop() {}
    }

    private static final Logger LOG = Logger.getLogger(Broker.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final int ABORT_MILLIS = 1_000;
    /**
     * What is still to be written when a connection ends is flushed by others than the thread that ends it: where
     * nobody reads on the other side that thread would never come back, nor the connection.
     */
    private static final ExecutorService FLUSHES = Executors.newCachedThreadPool(
            Thread.ofPlatform().daemon().name("rabbitmq-flush-", 0).factory());

    private final BrokerSettings settings;
    private final QueueType queueType;
    private final String applicationName;
    private final List<Client> clients = new CopyOnWriteArrayList<>();
    private volatile String problem = "not connected yet";
    /** Why the broker takes nothing for now, though it is connected: it is short of memory or disk. */
    private volatile String alarm;

    private volatile boolean reached;
    private volatile boolean stopping;
    private volatile Connection connection;
    private Thread keeper;

    public Broker(
            BrokerSettings settings,
            QueueSettings queues,
            @ConfigProperty(name = "quarkus.application.name") String applicationName,
            MeterRegistry metrics) {
        this.settings = settings;
        this.queueType = queues.queueType();
        this.applicationName = applicationName;
        Gauge.builder(
                        "volunteer.scheduler.broker.connected",
                        this,
                        broker -> broker.problem().isEmpty() ? 1 : 0)
                .description("1 while the service can publish and consume")
                .register(metrics);
    }

    /** Before the start only: every client is told of every connection. */
    public void register(Client client) {
        clients.add(client);
    }

    /** Why nothing can be published or consumed now; empty while all is well. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem == null ? alarm : problem);
    }

    /** Whether everything could be published and consumed at least once since the start. */
    boolean hasBeenReached() {
        return reached;
    }

    /**
     * A channel for one short piece of work.
     *
     * @throws NotPublished while the broker is away
     */
    Channel openChannel() throws IOException {
        Connection open = connection;
        if (open == null || problem != null) {
            throw new NotPublished(problem().orElse("the broker is being connected to"));
        }
        return open.createChannel();
    }

    /**
     * Gives a connection up, so that everything is declared again with a new one. Never by the caller: the client's own
     * thread, which calls our listeners, would end the connection without telling its channels, and whoever waits for an
     * answer on one would wait for minutes.
     */
    static void giveUp(Connection connection) {
        FLUSHES.execute(() -> connection.abort(ABORT_MILLIS));
    }

    String applicationName() {
        return applicationName;
    }

    // After the other start-up observers, which register the clients.
    void start(@Observes @Priority(Integer.MAX_VALUE) StartupEvent event) {
        keeper = Thread.ofPlatform().name("rabbitmq-keeper").daemon().start(this::keepConnected);
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopping = true;
        clients.forEach(Client::stop);
        Connection open = connection;
        if (open != null && open.isOpen()) {
            open.abort(2_000);
        }
        keeper.interrupt();
        keeper.join(Duration.ofSeconds(3));
    }

    private void keepConnected() {
        Duration pause = FIRST_PAUSE;
        while (!stopping) {
            try {
                CountDownLatch lost = new CountDownLatch(1);
                open(lost);
                pause = FIRST_PAUSE;
                lost.await();
            } catch (IOException | TimeoutException | GeneralSecurityException e) {
                report(describe(e));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Also what nobody expects: without this thread there would be no connection until the next start.
                report(describe(e));
            }
            abandon();
            if (stopping) {
                return;
            }
            try {
                Thread.sleep(pause);
            } catch (InterruptedException e) {
                return;
            }
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private void open(CountDownLatch lost) throws IOException, TimeoutException, GeneralSecurityException {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost(settings.host());
        factory.setPort(settings.port());
        factory.setVirtualHost(settings.virtualHost());
        factory.setUsername(settings.username());
        factory.setPassword(settings.password());
        // Not useNio(), though it sends frames together: where the broker stops reading, its only thread writes in
        // circles and no longer looks for heartbeats, so the connection would never be given up.
        factory.setAutomaticRecoveryEnabled(false);
        // Never 0, which the client takes for never.
        factory.setRequestedHeartbeat((int) settings.heartbeat().toSeconds());
        factory.setConnectionTimeout(5_000);
        // A queue that does not answer must not hold whoever asks it for ten minutes.
        factory.setChannelRpcTimeout(30_000);
        factory.setShutdownExecutor(FLUSHES);
        if (settings.tls()) {
            factory.useSslProtocol(trusting(settings.caFile()));
            factory.enableHostnameVerification();
        }
        Connection opened = factory.newConnection(applicationName);
        alarm = null;
        opened.addBlockedListener(
                reason -> {
                    alarm = "the broker takes nothing for now: " + reason;
                    LOG.warn(alarm);
                },
                () -> alarm = null);
        connection = opened;
        queueType.checkSupportedBy(opened);
        Topology.declare(opened, queueType);
        for (Client client : clients) {
            client.connected(opened);
        }
        problem = null;
        reached = true;
        LOG.infof("connected to RabbitMQ at %s:%d", settings.host(), settings.port());
        opened.addShutdownListener(cause -> {
            if (!stopping) {
                report("connection lost: " + describe(cause));
            }
            lost.countDown();
        });
    }

    private static SSLContext trusting(Optional<Path> caFile) throws IOException, GeneralSecurityException {
        if (caFile.isEmpty()) {
            return SSLContext.getDefault();
        }
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream pem = Files.newInputStream(caFile.get())) {
            for (Certificate authority : CertificateFactory.getInstance("X.509").generateCertificates(pem)) {
                trusted.setCertificateEntry("authority " + trusted.size(), authority);
            }
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private void abandon() {
        Connection failed = connection;
        connection = null;
        if (failed != null && failed.isOpen()) {
            failed.abort(ABORT_MILLIS);
        }
    }

    private void report(String now) {
        if (!now.equals(problem)) {
            LOG.errorf("RabbitMQ at %s:%d: %s", settings.host(), settings.port(), now);
        }
        problem = now;
    }

    /** What the broker said (406 with the queue's name, 403 …) says more than what the client made of it. */
    private static String describe(Throwable failure) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return text.contains("PRECONDITION_FAILED")
                ? "a queue or exchange exists with other arguments; delete it, or set"
                        + " VOLUNTEER_SCHEDULER_QUEUE_TYPE as it was: " + text
                : text;
    }
}
