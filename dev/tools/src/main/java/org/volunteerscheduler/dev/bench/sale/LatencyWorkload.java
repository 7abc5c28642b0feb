// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.util.List;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Meter;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** How long it takes from the POST of a sale until its commission can be read, at a steady load. */
public final class LatencyWorkload implements Workload {

    /** Of services that have just been started. */
    private static final int FIRST_SALES = 300;

    private final VolunteerData volunteers;

    public LatencyWorkload(VolunteerData volunteers) {
        this.volunteers = volunteers;
    }

    @Override
    public List<Service> services() {
        return List.of(Service.COMMISSION, Service.WEBHOOK);
    }

    @Override
    public void setUp(TestBed bed) {
        bed.createTables(Service.COMMISSION);
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            volunteers.insert(Service.COMMISSION, session);
            session.execute("vacuum analyze");
        }
    }

    @Override
    public Figures warmUp(TestBed bed) {
        try (SteadySales sales = new SteadySales(bed, volunteers)) {
            sales.sendOneByOne(FIRST_SALES);
            sales.sendFor(bed.options().warmUp());
        }
        return new Figures();
    }

    @Override
    public Stretch measure(TestBed bed) {
        try (SteadySales sales = new SteadySales(bed, volunteers)) {
            Meter.Started started = bed.meter().start();
            SteadySales.Times times = sales.sendFor(bed.options().stretch());
            Usage usage = started.stop();
            return new Stretch(
                    "sale",
                    times.sales(),
                    usage,
                    new Figures()
                            .addLatency("", times.readable())
                            .addLatency("accepted_", times.accepted())
                            .addLatency("announced_", times.announced()));
        }
    }
}
