package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.volunteerscheduler.dev.Failure;

/** Measures on real servers, each time against the best that the same servers can do in the same run. */
public final class Bench {

    private static final String USAGE = """
            Usage: Bench accept|settle|latency [--json FILE]

              accept    confirmed sales a second over 64 connections; limit: the broker's own confirmed publish rate
              settle    sales a second from a full queue to the ledger; limit: one set-based SQL statement
              latency   from POST to the commission readable, at 200 sales a second; limit: a commit and a confirm

              --json FILE   also write the figures as JSON
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

    private static int run(String[] arguments) {
        String name = null;
        Path json = null;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--help", "-h" -> {
                    System.out.print(USAGE);
                    return 0;
                }
                case "--json" -> {
                    if (++i == arguments.length) {
                        throw new Failure("--json needs a file name");
                    }
                    json = Path.of(arguments[i]);
                }
                case "accept", "settle", "latency" -> name = arguments[i];
                default -> throw new Failure("unknown argument '" + arguments[i] + "'; see --help");
            }
        }
        if (name == null) {
            System.err.print(USAGE);
            return 2;
        }
        BenchResult result;
        try (BenchStage stage = BenchStage.build()) {
            result = switch (name) {
                case "accept" -> new AcceptBench(stage).run();
                case "settle" -> new SettleBench(stage).run();
                default -> new LatencyBench(stage).run();
            };
        }
        System.out.print(result.table());
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
