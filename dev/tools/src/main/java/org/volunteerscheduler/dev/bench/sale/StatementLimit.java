// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.io.StringReader;
import java.time.Instant;
import java.util.Iterator;
import org.volunteerscheduler.contracts.SaleRecorded;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;

/**
 * The least that PostgreSQL must do to settle sales: one statement that writes all of them and five ledger entries
 * each, in the service's own tables with all their constraints, and nothing of what the service does besides.
 */
public final class StatementLimit implements LimitBench {

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

    private final VolunteerData volunteers;

    public StatementLimit(VolunteerData volunteers) {
        this.volunteers = volunteers;
    }

    @Override
    public boolean needsCopies() {
        return true;
    }

    /** Sales a second, from the statement's start to the end of its commit, of as many as in the stretch. */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        int count = (int) stretch.units();
        try (DatabaseSession session = bed.limitDatabase(Service.COMMISSION).open()) {
            session.execute(STAGE);
            session.copyIn("copy incoming from stdin", rows(count));
            session.execute("analyze incoming");
            Usage usage = bed.meter().during(() -> settle(session, count));
            return Limit.rate(String.format("sales a second, %,d in one set-based statement", count), count, usage);
        }
    }

    private static void settle(DatabaseSession session, int count) {
        long entries = session.execute(SETTLE);
        if (entries != (long) count * VolunteerData.LEVELS) {
            throw new Failure("the statement wrote " + entries + " entries");
        }
    }

    private StringReader rows(int count) {
        StringBuilder rows = new StringBuilder();
        Iterator<SaleRecorded> sales = new SaleData(volunteers).backlog(count, Instant.now());
        while (sales.hasNext()) {
            SaleRecorded sale = sales.next();
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
