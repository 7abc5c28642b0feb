// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.ServerProcesses;

/**
 * Keeps the servers on one core and what the bench starts on another, so that neither can take the other's time; by
 * Linux's {@code taskset}. When it is closed, also after Ctrl-C, the servers may use the cores that they could before.
 */
public final class PinnedCores implements AutoCloseable {

    public static final int SERVER_CORE = 0;
    public static final int SERVICE_CORE = 1;

    private final ServerProcesses servers;
    private final Map<Long, String> coresBefore = new LinkedHashMap<>();
    private final Thread hook = new Thread(this::restore);

    public PinnedCores(ServerProcesses servers) {
        this.servers = servers;
        if (!Cores.areKnown() || Cores.now().each().size() < 2) {
            throw new Failure("this bench needs Linux and two cores");
        }
        if (servers.postgresql() == 0 || servers.rabbitmq() == 0) {
            throw new Failure("this bench needs PostgreSQL and RabbitMQ on this machine");
        }
        Stream.of(servers.postgresql(), servers.rabbitmq()).forEach(pid -> coresBefore.put(pid, coresOf(pid)));
        Runtime.getRuntime().addShutdownHook(hook);
        coresBefore.keySet().forEach(root -> pinTree(root, String.valueOf(SERVER_CORE)));
        pin(ProcessHandle.current().pid(), String.valueOf(SERVER_CORE));
    }

    /** What is started meanwhile stays on the services' core; the bench itself works beside the servers afterwards. */
    public void onServiceCore(Runnable start) {
        long bench = ProcessHandle.current().pid();
        pin(bench, String.valueOf(SERVICE_CORE));
        start.run();
        pin(bench, String.valueOf(SERVER_CORE));
    }

    private static void pinTree(long root, String cores) {
        ProcessCpu.pids(root).forEach(pid -> pin(pid, cores));
    }

    private static void pin(long pid, String cores) {
        // A process of the tree may have ended meanwhile; what matters is found out by the first one.
        taskset("-a", "-p", "-c", cores, String.valueOf(pid));
    }

    /** As in {@code 0,1} or {@code 0-3}. */
    private static String coresOf(long pid) {
        String line = taskset("-p", "-c", String.valueOf(pid));
        if (!line.contains(": ")) {
            throw new Failure("taskset does not tell the cores of process " + pid + ": " + line);
        }
        return line.substring(line.lastIndexOf(": ") + 2).strip();
    }

    private static String taskset(String... arguments) {
        try {
            Process process = new ProcessBuilder(Stream.concat(Stream.of("taskset"), Stream.of(arguments))
                            .toList())
                    .redirectErrorStream(true)
                    .start();
            List<String> lines =
                    process.inputReader(StandardCharsets.UTF_8).lines().toList();
            process.waitFor();
            return lines.isEmpty() ? "" : lines.getLast();
        } catch (IOException e) {
            throw new Failure("this bench needs taskset (on Debian in util-linux)", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private void restore() {
        coresBefore.forEach(PinnedCores::pinTree);
    }

    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(hook);
        restore();
        pin(ProcessHandle.current().pid(), coresBefore.get(servers.postgresql()));
    }
}
