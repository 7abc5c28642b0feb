package org.volunteerscheduler.dev.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.Failure;

/** How fast one replica works a full queue off: from message to five ledger entries each. */
final class SettleBench {

    private static final int SALES = 50_000;
    private static final int PERSISTENT = 2;
    private static final Duration LONGEST = Duration.ofSeconds(90);
    /** The times are the database's own, so asking more often would only cost the service. */
    private static final int ASK_EVERY_MS = 250;

    /**
     * Sales of a batch have the same settled_at, the start of its transaction. So the last batch is where time stops
     * and is not counted.
     */
    private static final String PER_SECOND = """
            select count(*) filter (where settled_at < last) / extract(epoch from last - first)
            from sale, (select min(settled_at) as first, max(settled_at) as last from sale) as span
            group by first, last
            """;

    private final BenchStage stage;
    private final BenchWorld world = new BenchWorld();

    SettleBench(BenchStage stage) {
        this.stage = stage;
    }

    BenchResult run() {
        BenchDatabase server = stage.database("commission");
        server.create();
        // Makes the tables and the queues.
        stage.startDomainService("commission").stop();
        try (Connection database = server.connect()) {
            world.insertVolunteers(database);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        server.copyForLimit();
        List<SaleRecorded> sales = world.sales(SALES, Instant.now());
        fillQueue(sales);
        server.checkpoint();

        BenchResult.Figures figures = new BenchResult.Figures();
        BenchService service = stage.startDomainService("commission");
        try (Connection database = server.connect()) {
            awaitSettled(database);
            figures.add("sales_per_second", BenchDatabase.number(database, PER_SECOND));
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        service.addMemory(figures, "");
        figures.add("ready_s", service.readySeconds());
        service.stop();
        server.checkpoint();
        return figures.perSecond(
                "settle", "sales a second in one set-based statement", new StatementLimit(server).measure(sales));
    }

    private void fillQueue(List<SaleRecorded> sales) {
        try (com.rabbitmq.client.Connection connection = stage.broker().connect();
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (SaleRecorded sale : sales) {
                channel.basicPublish(
                        Queue.EXCHANGE,
                        MessageType.SALE_RECORDED.routingKey(),
                        new AMQP.BasicProperties.Builder()
                                .messageId(UUID.randomUUID().toString())
                                .type(MessageType.SALE_RECORDED.routingKey())
                                .priority(MessageType.SALE_RECORDED.priority())
                                .deliveryMode(PERSISTENT)
                                .contentType("application/json")
                                .build(),
                        Json.write(sale));
            }
            channel.waitForConfirmsOrDie(LONGEST.toMillis());
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot fill the queue", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
        long messages = stage.broker().messages(Queue.COMMISSIONS.queueName());
        if (messages != sales.size()) {
            throw new Failure("the queue holds " + messages + " messages instead of " + sales.size());
        }
        BenchStage.say(messages + " sales lie in the queue");
    }

    private static void awaitSettled(Connection database) {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        double settled = 0;
        while (settled < SALES) {
            if (System.nanoTime() > deadline) {
                throw new Failure(
                        String.format("%.0f of %d sales are settled after %d s", settled, SALES, LONGEST.toSeconds()));
            }
            BenchStage.pause(ASK_EVERY_MS);
            settled = BenchDatabase.number(database, "select count(*) from sale where settled_at is not null");
        }
        double entries = BenchDatabase.number(database, "select count(*) from ledger_entry");
        if (entries != SALES * BenchWorld.LEVELS) {
            throw new Failure(String.format("%.0f ledger entries instead of %d", entries, SALES * BenchWorld.LEVELS));
        }
        BenchStage.say(String.format("%.0f sales settled with %.0f ledger entries", settled, entries));
    }
}
