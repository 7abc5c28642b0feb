// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.system.Console.OUT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.measure.BenchOptions;
import org.volunteerscheduler.dev.bench.measure.Result;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.system.Arguments;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Tool;

/** Measures on real servers, each time against the best that the same servers can do in the same run. */
public final class Bench {

    private static final int MAX_SECONDS = 24 * 60 * 60;
    private static final long MAX_VOLUNTEERS = 10_000_000;
    private static final int MAX_REPLICAS = 10;

    private BenchCatalog bench;
    private Path json;
    private Duration warmUp = Duration.ofSeconds(15);
    private Duration stretch = Duration.ofSeconds(20);
    private long volunteers;
    private List<Long> recordedSales = List.of(1_000_000L, 10_000_000L);
    private int maxReplicas = 3;

    private Bench() {}

    public static void main(String[] arguments) {
        Tool.run("Bench", arguments, words -> new Bench().run(words));
    }

    private int run(Arguments arguments) {
        while (arguments.hasNext()) {
            String word = arguments.next();
            switch (word) {
                case "--seconds" -> stretch = Duration.ofSeconds(arguments.number(1, MAX_SECONDS));
                case "--warm-up" -> warmUp = Duration.ofSeconds(arguments.number(0, MAX_SECONDS));
                case "--volunteers" -> volunteers = arguments.number(VolunteerData.MIN_VOLUNTEERS, MAX_VOLUNTEERS);
                case "--sales" -> recordedSales = sizes(arguments.value());
                case "--replicas" -> maxReplicas = (int) arguments.number(1, MAX_REPLICAS);
                case "--json" -> json = Path.of(arguments.value());
                default -> bench = BenchCatalog.named(word).orElseThrow(arguments::unknown);
            }
        }
        if (bench == null) {
            throw new Failure("which bench? See --help");
        }
        try (TestBed bed = TestBed.create(options())) {
            Result result = bench.run(bed);
            OUT.print(result.table());
            if (json != null) {
                write(json, result.json());
            }
        }
        return 0;
    }

    private BenchOptions options() {
        return new BenchOptions(
                warmUp, stretch, volunteers == 0 ? bench.defaultVolunteers() : volunteers, recordedSales, maxReplicas);
    }

    private static List<Long> sizes(String commaSeparated) {
        try {
            List<Long> sizes =
                    Arrays.stream(commaSeparated.split(",")).map(Long::valueOf).toList();
            if (!sizes.isEmpty()
                    && sizes.getFirst() > 0
                    && sizes.stream().sorted().distinct().toList().equals(sizes)) {
                return sizes;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new Failure("--sales needs ascending whole numbers like 1000000,10000000, not '" + commaSeparated + "'");
    }

    private static void write(Path file, byte[] json) {
        try {
            Files.write(file, json);
        } catch (IOException e) {
            throw new Failure("cannot write " + file, e);
        }
    }
}
