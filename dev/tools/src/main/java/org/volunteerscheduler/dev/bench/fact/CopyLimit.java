// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import static org.volunteerscheduler.dev.system.Console.say;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.volunteerscheduler.dev.bench.measure.Limit;
import org.volunteerscheduler.dev.bench.measure.LimitBench;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Usage;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Environment;
import org.volunteerscheduler.dev.system.Parallel;
import org.volunteerscheduler.dev.system.Service;

/**
 * The least that PostgreSQL must do for an import: {@code COPY} of the very rows that the services have written, into
 * the same tables with all their constraints, of all services at once.
 */
public final class CopyLimit implements LimitBench {

    @Override
    public boolean needsCopies() {
        return true;
    }

    /** Facts a second; a fact is counted once, however many services keep it. */
    @Override
    public Limit measure(TestBed bed, Stretch stretch) {
        Path folder = temporaryFolder();
        say("writing the imported rows to files");
        FactImport.SERVICES.forEach(service -> write(bed, folder, service));
        bed.checkpoint();
        Usage usage = bed.meter()
                .during(() -> Parallel.run(FactImport.SERVICES.stream()
                        .<Runnable>map(service -> () -> copy(bed, folder, service))
                        .toList()));
        return Limit.rate("facts a second with COPY of the same rows", stretch.units(), usage);
    }

    /** Gone when the bench ends, however it ends. */
    private static Path temporaryFolder() {
        try {
            Path folder = Files.createTempDirectory(Environment.home().resolve("dev/local"), "import");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path file(Path folder, Service service, FactTable table) {
        Path file = folder.resolve(service.serviceName() + "-" + table.tableName());
        file.toFile().deleteOnExit();
        return file;
    }

    private static void write(TestBed bed, Path folder, Service service) {
        for (FactTable table : FactTable.of(service)) {
            try (DatabaseSession session = bed.database(service).open();
                    OutputStream out = new BufferedOutputStream(Files.newOutputStream(file(folder, service, table)))) {
                session.copyOut("copy " + table.tableName() + " to stdout", out);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static void copy(TestBed bed, Path folder, Service service) {
        for (FactTable table : FactTable.of(service)) {
            try (DatabaseSession session = bed.limitDatabase(service).open();
                    InputStream in = new BufferedInputStream(Files.newInputStream(file(folder, service, table)))) {
                session.copyIn("copy " + table.tableName() + " from stdin", in);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
