// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.volunteerscheduler.dev.bench.measure.DiskSpace;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** All volunteers and ten times as many assignments, into empty services. */
public final class ImportWorkload implements Workload {

    /** In two services' tables and indexes, in the copies of them for the limit, and in files in between. */
    private static final long BYTES_PER_VOLUNTEER = 12_000;
    /** Of the imports that warm up. */
    private static final long SOME_VOLUNTEERS = 2_000;

    private final VolunteerData volunteers;

    public ImportWorkload(VolunteerData volunteers) {
        this.volunteers = volunteers;
    }

    @Override
    public List<Service> services() {
        return Stream.concat(FactImport.SERVICES.stream(), Stream.of(Service.WEBHOOK))
                .toList();
    }

    @Override
    public void setUp(TestBed bed) {
        DiskSpace.require(volunteers.volunteers() * BYTES_PER_VOLUNTEER, "this import");
        for (Service service : FactImport.SERVICES) {
            bed.createTables(service);
        }
    }

    @Override
    public Figures warmUp(TestBed bed) {
        long some = Math.min(SOME_VOLUNTEERS, volunteers.volunteers());
        FactImport first = new FactImport(bed, 1, some, Instant.now());
        double cold = bed.meter().during(first::run).seconds();
        long start = System.nanoTime();
        while (System.nanoTime() - start < bed.options().warmUp().toNanos()) {
            new FactImport(bed, 1, some, Instant.now()).run();
        }
        for (Service service : FactImport.SERVICES) {
            try (DatabaseSession session = bed.database(service).open()) {
                for (FactTable table : FactTable.of(service)) {
                    session.execute("truncate " + table.tableName());
                }
            }
        }
        bed.checkpoint();
        return new Figures().add("cold_facts_per_second", first.facts() / cold);
    }

    @Override
    public Stretch measure(TestBed bed) {
        FactImport all = new FactImport(bed, 1, volunteers.volunteers(), volunteers.asOf());
        Usage usage = bed.meter().during(all::run);
        return new Stretch(
                "fact",
                all.facts(),
                usage,
                new Figures()
                        .add("facts_per_second", all.facts() / usage.seconds())
                        .add("seconds", usage.seconds()));
    }
}
