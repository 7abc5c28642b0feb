package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.system.Console.OUT;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

    private Bench() {}

    public static void main(String[] arguments) {
        Tool.run("Bench", arguments, Bench::run);
    }

    private static int run(Arguments arguments) {
        BenchCatalog bench = null;
        BenchOptions options = BenchOptions.defaults();
        Path json = null;
        while (arguments.hasNext()) {
            String word = arguments.next();
            switch (word) {
                case "--seconds" -> options = options.withStretch(Duration.ofSeconds(arguments.number(1, MAX_SECONDS)));
                case "--warm-up" -> options = options.withWarmUp(Duration.ofSeconds(arguments.number(0, MAX_SECONDS)));
                case "--volunteers" ->
                    options = options.withVolunteers(arguments.number(VolunteerData.MIN_VOLUNTEERS, MAX_VOLUNTEERS));
                case "--json" -> json = Path.of(arguments.value());
                default -> bench = BenchCatalog.named(word).orElseThrow(arguments::unknown);
            }
        }
        if (bench == null) {
            throw new Failure("which bench? See --help");
        }
        Result result;
        try (TestBed bed = TestBed.create(options)) {
            result = bench.run(bed);
        }
        OUT.print(result.table());
        if (json != null) {
            write(json, result.json());
        }
        return 0;
    }

    private static void write(Path file, byte[] json) {
        try {
            Files.write(file, json);
        } catch (IOException e) {
            throw new Failure("cannot write " + file, e);
        }
    }
}
