package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.postgresql.PGConnection;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.Failure;

/**
 * 100,000 volunteers in six generations, each volunteer brought in by a random one of the generation before, and sales
 * to the last generation: every buyer has exactly five referrers. The same in every run.
 */
final class BenchWorld {

    static final int LEVELS = 5;

    private static final int[] GENERATIONS = {2_000, 4_000, 8_000, 16_000, 30_000, 40_000};
    private static final int VOLUNTEERS = 100_000;
    private static final int FIRST_BUYER = VOLUNTEERS - GENERATIONS[LEVELS] + 1;
    private static final long SEED = 20_241_215;
    /** A queue that has waited for an hour. */
    private static final Duration BACKLOG = Duration.ofHours(1);

    private final Random random = new Random(SEED);

    /** Writes the volunteers where the service expects them; its tables must exist. */
    void insertVolunteers(Connection database) {
        StringBuilder rows = new StringBuilder();
        int previousFirst = 0;
        int previousCount = 0;
        int userId = 1;
        for (int count : GENERATIONS) {
            int first = userId;
            for (int i = 0; i < count; i++, userId++) {
                String referrer = previousCount == 0 ? "\\N" : "" + (previousFirst + random.nextInt(previousCount));
                rows.append(userId)
                        .append("\t1\t")
                        .append(referrer)
                        .append("\t2024-01-01 00:00:00+00\t2024-01-01 00:00:00+00\n");
            }
            previousFirst = first;
            previousCount = count;
        }
        try (Statement statement = database.createStatement()) {
            database.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn(
                            "copy volunteer (user_id, organization_id, referrer_id, registered_at, updated_at)"
                                    + " from stdin",
                            new StringReader(rows.toString()));
            statement.execute("analyze volunteer");
        } catch (SQLException | IOException e) {
            throw new Failure("cannot insert the volunteers", e);
        }
    }

    long randomBuyer() {
        return FIRST_BUYER + random.nextInt(VOLUNTEERS - FIRST_BUYER + 1);
    }

    /** 10.00 to 999.99 tokens. */
    BigDecimal randomAmount() {
        return BigDecimal.valueOf(1_000 + random.nextInt(99_000), 2);
    }

    /** Sales that happened one after another until {@code now}. */
    List<SaleRecorded> sales(int count, Instant now) {
        List<SaleRecorded> sales = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            Instant at = now.minus(BACKLOG.multipliedBy(count - i).dividedBy(count));
            sales.add(new SaleRecorded("bench_" + i, randomBuyer(), randomAmount(), "SCICENT", at, at));
        }
        return sales;
    }
}
