// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.BenchOptions;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.PinnedCores;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.bench.sale.RecordedSales;
import org.volunteerscheduler.dev.bench.sale.StatementLimit;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** The benches in seconds; what they measure is not looked at, only that they can. */
class BenchIT {

    private static final BenchOptions OPTIONS =
            new BenchOptions(Duration.ZERO, Duration.ofSeconds(1), 1_000, List.of(2_000L), 1);
    private static final VolunteerData VOLUNTEERS =
            new VolunteerData(OPTIONS.volunteers(), Instant.parse("2025-01-01T00:00:00Z"));

    private static TestBed bed;

    @BeforeAll
    static void createBed() {
        bed = TestBed.create(OPTIONS);
    }

    @AfterAll
    static void closeBed() {
        bed.close();
    }

    @Test
    void salesRunsAndAnImportGoOnTogether() {
        Result result = BenchCatalog.MIXED.run(bed);
        assertThat(result.figures())
                .containsKeys("p99_ms", "cpu_us_total", "cpu_us_service_webhook", "alone_p99_ms", "limit", "ratio");
        assertThat(result.figures().get("multiplier_run_seconds")).isPositive();
        assertThat(result.table()).contains("budget_run_times_alone");
    }

    @Test
    void aHistoryOfSalesGrowsAndEveryEntryIsTheRulesOwn() {
        bed.createTables(Service.COMMISSION);
        RecordedSales history = new RecordedSales(VOLUNTEERS);
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            VOLUNTEERS.insert(Service.COMMISSION, session);
            double indexes = session.number("select count(*) from pg_indexes where schemaname = 'public'");
            history.extendTo(1_000, session);
            history.extendTo(2_000, session);
            assertThat(session.number("select count(*) from sale where settled_at is not null"))
                    .isEqualTo(2_000);
            assertThat(session.number("select count(*) from ledger_entry")).isEqualTo(10_000);
            assertThat(session.number("select sum(sales) from sale_total where unit_seconds = 3600"))
                    .isEqualTo(2_000);
            assertThat(session.number("select count(*) from pg_indexes where schemaname = 'public'"))
                    .isEqualTo(indexes);
        }
    }

    @Test
    void theSalesOfTheLimitFitTheTablesOfTheService() {
        bed.createTables(Service.COMMISSION);
        try (DatabaseSession session = bed.database(Service.COMMISSION).open()) {
            VOLUNTEERS.insert(Service.COMMISSION, session);
        }
        bed.copyForLimit(Service.COMMISSION);
        Stretch stretch = new Stretch("sale", 100, Usage.NONE, new Figures());
        assertThat(new StatementLimit(VOLUNTEERS).measure(bed, stretch).value()).isPositive();
    }

    @Test
    void whatIsKeptOnOneCoreMayUseAllOfThemAfterwards() {
        assumeThat(Runtime.getRuntime().availableProcessors()).isGreaterThan(1);
        Path status = Path.of("/proc", String.valueOf(bed.serverProcesses().postgresql()), "status");
        assumeThat(status).isReadable();
        String before = allowedCores(status);
        try (PinnedCores cores = new PinnedCores(bed.serverProcesses())) {
            assertThat(allowedCores(status)).isEqualTo("0");
            cores.onServiceCore(() -> assertThat(ownCores()).isEqualTo("1"));
            assertThat(ownCores()).isEqualTo("0");
        }
        assertThat(allowedCores(status)).isEqualTo(before);
        assertThat(ownCores()).isEqualTo(before);
    }

    private static String ownCores() {
        return allowedCores(Path.of("/proc/self/status"));
    }

    private static String allowedCores(Path status) {
        try {
            return Files.readAllLines(status).stream()
                    .filter(line -> line.startsWith("Cpus_allowed_list:"))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
