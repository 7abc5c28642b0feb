// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import static org.volunteerscheduler.dev.system.Console.say;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.Wait;

/** A queue that is full all the time, though nothing is put into it while it is measured: from message to ledger. */
public final class SettleWorkload implements Workload {

    /** So many sales are settled by a replica that has just been started. */
    private static final int COLD_SALES = 50_000;

    private static final double HEADROOM = 1.25;
    /** More than anybody settles on two cores, should the queue take more. */
    private static final double MAX_PER_SECOND = 25_000;

    /**
     * Sales of a batch have the same settled_at, the start of its transaction. So the last batch is where time stops
     * and is not counted.
     */
    private static final String COLD_PER_SECOND = """
            select count(*) filter (where settled_at < last) / extract(epoch from last - first)
            from (select settled_at, min(settled_at) over () as first, max(settled_at) over () as last
                from (select settled_at from sale where id > %d and settled_at is not null
                    order by settled_at limit %d) as earliest) as cold
            group by first, last
            """;

    private final VolunteerData volunteers;
    private final int stretches;
    private final SaleQueue queue;
    private long lastOldSale;

    /** @param stretches how many will be measured */
    public SettleWorkload(VolunteerData volunteers, int stretches) {
        this.volunteers = volunteers;
        this.stretches = stretches;
        this.queue = new SaleQueue(new SaleData(volunteers));
    }

    @Override
    public List<Service> services() {
        return List.of(Service.COMMISSION);
    }

    @Override
    public void setUp(TestBed bed) {
        bed.broker().createVirtualHost();
        setUpWithoutSales(bed);
        fillQueue(bed);
    }

    /** The volunteers, and a queue that is empty. */
    public void setUpWithoutSales(TestBed bed) {
        bed.createTables(Service.COMMISSION);
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            volunteers.insert(Service.COMMISSION, session);
            session.execute("vacuum analyze");
        }
        bed.createQueues(Service.COMMISSION);
    }

    /**
     * Puts the sales of the warm-up and of the measured stretches into the queue, before any service is started: as many
     * as the queue itself takes in that time, and some more, since nobody settles faster.
     */
    public void fillQueue(TestBed bed) {
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            lastOldSale = (long) session.number("select coalesce(max(id), 0) from sale");
        }
        queue.put(bed.broker(), COLD_SALES / 2);
        double perSecond = Math.min(MAX_PER_SECOND, HEADROOM * queue.put(bed.broker(), COLD_SALES / 2));
        Duration needed = bed.options().warmUp().plus(bed.options().stretch().multipliedBy(stretches));
        int count = (int) (perSecond * needed.toSeconds());
        say("putting %,d sales into the queue", COLD_SALES + count);
        queue.put(bed.broker(), count);
    }

    @Override
    public Figures warmUp(TestBed bed) {
        Wait.pause(bed.options().warmUp());
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            return new Figures()
                    .add("cold_sales_per_second", session.number(COLD_PER_SECOND.formatted(lastOldSale, COLD_SALES)));
        }
    }

    @Override
    public Stretch measure(TestBed bed) {
        Instant from = Instant.now();
        Usage usage = bed.meter().during(() -> Wait.pause(bed.options().stretch()));
        Instant to = Instant.now();
        if (SaleQueue.length(bed.broker()) == 0) {
            throw new Failure("the queue ran dry before the measured stretch was over");
        }
        double settled = settled(bed, from, to);
        return new Stretch("sale", settled, usage, new Figures().add("sales_per_second", settled / usage.seconds()));
    }

    private double settled(TestBed bed, Instant from, Instant to) {
        String newSales = "from sale where id > " + lastOldSale;
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            // One statement, so that both counts are of the same moment.
            double missing = session.number("select (select count(*) filter (where settled_at is not null) " + newSales
                    + ") * " + VolunteerData.LEVELS + " - (select count(*) from ledger_entry where sale_id > "
                    + lastOldSale + ")");
            if (missing != 0) {
                throw new Failure(String.format("%.0f ledger entries are missing", missing));
            }
            return session.number(
                    "select count(*) " + newSales + " and settled_at >= '" + from + "' and settled_at < '" + to + "'");
        }
    }
}
