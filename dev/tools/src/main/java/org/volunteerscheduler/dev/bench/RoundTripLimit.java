package org.volunteerscheduler.dev.bench;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.dev.Failure;

/** The two waits that no sale can do without: the broker's confirm, then the ledger's commit. */
final class RoundTripLimit {

    private static final String QUEUE = "limit";
    private static final int MESSAGE_BYTES = 300;
    private static final int WARM_UP = 500;
    private static final int MEASURED = 1_000;
    private static final int LONGEST_MS = 10_000;

    private final BenchStage stage;

    RoundTripLimit(BenchStage stage) {
        this.stage = stage;
    }

    /** Milliseconds, the median of each, one after the other on an otherwise idle machine. */
    double measure() {
        double confirm = confirm();
        double commit = commit();
        BenchStage.say(String.format("a broker's confirm: %.2f ms, a commit: %.2f ms", confirm, commit));
        return confirm + commit;
    }

    private double confirm() {
        byte[] body = new byte[MESSAGE_BYTES];
        try (Connection connection = stage.broker().connect();
                Channel channel = connection.createChannel()) {
            channel.queueDeclare(QUEUE, true, false, false, null);
            channel.confirmSelect();
            return median(() -> {
                channel.basicPublish("", QUEUE, MessageProperties.PERSISTENT_BASIC, body);
                channel.waitForConfirmsOrDie(LONGEST_MS);
            });
        } catch (IOException | TimeoutException e) {
            throw new Failure("cannot publish", e);
        }
    }

    private double commit() {
        try (java.sql.Connection database = stage.database("commission").connect();
                Statement statement = database.createStatement()) {
            statement.execute("create table round_trip (id bigint generated always as identity primary key)");
            try (PreparedStatement insert = database.prepareStatement("insert into round_trip default values")) {
                return median(insert::executeUpdate);
            }
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }

    private interface RoundTrip {
        void go() throws IOException, TimeoutException, SQLException, InterruptedException;
    }

    private static double median(RoundTrip roundTrip) {
        Durations durations = new Durations();
        try {
            for (int i = 0; i < WARM_UP + MEASURED; i++) {
                long start = System.nanoTime();
                roundTrip.go();
                if (i >= WARM_UP) {
                    durations.add(System.nanoTime() - start);
                }
            }
        } catch (IOException | TimeoutException | SQLException e) {
            throw new Failure("a round trip failed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
        return durations.percentileMilliseconds(50);
    }
}
