package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.volunteerscheduler.dev.Failure;

/** Measures on real servers, each time against the best that the same servers can do in the same run. */
public final class Bench {

    private static final String USAGE = """
            Usage: Bench accept|settle|latency|multipliers|budget [--volunteers N] [--json FILE]

              accept       confirmed sales a second over 64 connections; limit: the broker's own confirmed publish rate
              settle       sales a second from a full queue to the ledger; limit: one set-based SQL statement
              latency      from POST to the commission readable, at 200 sales a second; limit: a commit and a confirm
              multipliers  volunteers a second in a run; limit: one set-based UPDATE
              budget       from POST of a weekly run to completed; limit: one query that ranks and allocates the same

              --volunteers N   of multipliers and budget: how many there are (100000), with ten assignments each
              --json FILE      also write the figures as JSON
            """;

    private Bench() {}

    public static void main(String[] arguments) {
        int code;
        try {
            code = run(arguments);
        } catch (Failure e) {
            System.err.println("Bench: " + e.getMessage());
            code = 1;
        }
        // Not a return: the clients' threads must not keep a failed bench alive.
        System.exit(code);
    }

    /** What may stand before or after the bench's name. */
    private static final class Options {
        private long volunteers = 100_000;
        private Path json;
    }

    private static int run(String[] arguments) {
        Function<BenchStage, BenchResult> bench = null;
        Options options = new Options();
        for (Iterator<String> words = List.of(arguments).iterator(); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    return 0;
                }
                case "--json" -> options.json = Path.of(valueOf(word, words));
                case "accept" -> bench = stage -> new AcceptBench(stage).run();
                case "settle" -> bench = stage -> new SettleBench(stage).run();
                case "latency" -> bench = stage -> new LatencyBench(stage).run();
                case "multipliers" -> bench = stage -> new MultiplierBench(stage, options.volunteers).run();
                case "budget" -> bench = stage -> new BudgetBench(stage, options.volunteers).run();
                case "--volunteers" -> options.volunteers = number(word, words);
                default -> throw new Failure("unknown argument '" + word + "'; see --help");
            }
        }
        if (bench == null) {
            System.err.print(USAGE);
            return 2;
        }
        BenchResult result;
        try (BenchStage stage = BenchStage.build()) {
            result = bench.apply(stage);
        }
        System.out.print(result.table());
        if (options.json != null) {
            write(options.json, result.json());
        }
        return 0;
    }

    private static String valueOf(String option, Iterator<String> words) {
        if (!words.hasNext()) {
            throw new Failure(option + " needs a value; see --help");
        }
        return words.next();
    }

    private static long number(String option, Iterator<String> words) {
        String value = valueOf(option, words);
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new Failure(option + " needs a whole number, not '" + value + "'", e);
        }
    }

    private static void write(Path file, byte[] json) {
        try {
            Files.write(file, json);
        } catch (IOException e) {
            throw new Failure("cannot write " + file, e);
        }
    }
}
