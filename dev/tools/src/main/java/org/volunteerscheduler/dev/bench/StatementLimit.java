package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.postgresql.PGConnection;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.Failure;

/**
 * The least that PostgreSQL must do to settle sales: one statement that writes all of them and five ledger entries
 * each, in the service's own tables with all their constraints, and nothing of what the service does besides.
 */
final class StatementLimit {

    private static final String STAGE = """
            create temporary table incoming (
                transaction_id text, user_id bigint, amount numeric, currency text,
                sold_at timestamptz, received_at timestamptz)
            """;

    private static final String SETTLE = """
            with sold as (
                insert into sale (id, transaction_id, user_id, amount, currency, sold_at, received_at, settled_at)
                select nextval('sale_id'), transaction_id, user_id, amount, currency, sold_at, received_at, now()
                from incoming
                returning id, user_id, amount, sold_at
            )
            insert into ledger_entry (sale_id, level, sold_at, user_id, sale_amount, rate, amount)
            select sold.id, earned.level, sold.sold_at, earned.user_id, sold.amount, earned.rate,
                round(sold.amount * earned.rate, 2)
            from sold
                join volunteer as buyer on buyer.user_id = sold.user_id
                join volunteer as first on first.user_id = buyer.referrer_id
                join volunteer as second on second.user_id = first.referrer_id
                join volunteer as third on third.user_id = second.referrer_id
                join volunteer as fourth on fourth.user_id = third.referrer_id
                cross join lateral (values
                    (1, buyer.referrer_id, 0.10), (2, first.referrer_id, 0.08), (3, second.referrer_id, 0.06),
                    (4, third.referrer_id, 0.04), (5, fourth.referrer_id, 0.02)) as earned (level, user_id, rate)
            """;

    private final BenchDatabase server;

    StatementLimit(BenchDatabase server) {
        this.server = server;
    }

    /** Sales a second, from the statement's start to the end of its commit. */
    double measure(List<SaleRecorded> sales) {
        try (Connection database = server.connectToLimit();
                Statement statement = database.createStatement()) {
            statement.execute(STAGE);
            database.unwrap(PGConnection.class).getCopyAPI().copyIn("copy incoming from stdin", reader(sales));
            statement.execute("analyze incoming");
            long start = System.nanoTime();
            int entries = statement.executeUpdate(SETTLE);
            double seconds = (System.nanoTime() - start) / 1e9;
            if (entries != sales.size() * BenchWorld.LEVELS) {
                throw new Failure("the statement wrote " + entries + " entries");
            }
            return sales.size() / seconds;
        } catch (SQLException | IOException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }

    private static StringReader reader(List<SaleRecorded> sales) {
        StringBuilder rows = new StringBuilder();
        for (SaleRecorded sale : sales) {
            rows.append(sale.transactionId())
                    .append('\t')
                    .append(sale.userId())
                    .append('\t')
                    .append(sale.amount())
                    .append('\t')
                    .append(sale.currency())
                    .append('\t')
                    .append(sale.soldAt())
                    .append('\t')
                    .append(sale.receivedAt())
                    .append('\n');
        }
        return new StringReader(rows.toString());
    }
}
