// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The private PostgreSQL and RabbitMQ of this checkout, which {@code dev/servers} starts: in Docker where an engine
 * answers, otherwise as programs of this machine. They keep running afterwards; {@code dev/servers stop} stops them.
 */
public enum LocalServers {
    DEV("dev/local.env"),
    TEST("dev/local/test.env");

    private static final int CONNECT_TIMEOUT_MS = 1_000;
    private static final String SCRIPT = "dev/servers";

    /** One line of a file that a shell can source. */
    private static final Pattern VARIABLE = Pattern.compile("(?m)^export (\\w+)='((?:[^'\n]|'\\\\'')*)'$");

    private final String file;

    LocalServers(String file) {
        this.file = file;
    }

    /**
     * Addresses, ports and secrets, by the names of environment variables. Servers that do not answer are started first,
     * unless a script has done that and left its variables in this process's environment.
     *
     * @throws IllegalStateException if they cannot be started; the message is the script's own
     */
    public Map<String, String> environment() {
        if (instance().equals(System.getenv("DEV_INSTANCE"))) {
            return System.getenv();
        }
        try {
            if (!answer()) {
                start();
            }
            return variables();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A call of {@code dev/servers}, yet to be started. */
    public static ProcessBuilder script(String... arguments) {
        List<String> command = new ArrayList<>(List.of(home().resolve(SCRIPT).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command);
    }

    private String instance() {
        return name().toLowerCase(Locale.ROOT);
    }

    private boolean answer() throws IOException {
        if (!Files.exists(home().resolve(file))) {
            return false;
        }
        Map<String, String> variables = variables();
        return answers("POSTGRES", variables) && answers("RABBITMQ", variables);
    }

    private static boolean answers(String server, Map<String, String> variables) {
        int port = Integer.parseInt(variables.get(server + "_PORT"));
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(variables.get(server + "_HOST"), port), CONNECT_TIMEOUT_MS);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** By one process at a time: several services may be started at once. */
    private void start() throws IOException {
        Path folder = Files.createDirectories(home().resolve("dev/local"));
        try (FileChannel file = FileChannel.open(
                        folder.resolve("start.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock unused = file.lock()) {
            // To a file: a pipe would be kept open by the servers.
            Path log = folder.resolve("servers-" + instance() + ".log");
            Process script = script("start", "--instance", instance())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (script.waitFor() != 0) {
                throw new IllegalStateException(SCRIPT + " start failed: " + Files.readString(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Map<String, String> variables() throws IOException {
        return variables(Files.readString(home().resolve(file)));
    }

    static Map<String, String> variables(String text) {
        return VARIABLE.matcher(text).results().collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)
                .replace("'\\''", "'")));
    }

    /** The checkout that this process was started in. */
    private static Path home() {
        Path start = Path.of("").toAbsolutePath();
        for (Path folder = start; folder != null; folder = folder.getParent()) {
            if (Files.isExecutable(folder.resolve(SCRIPT))) {
                return folder;
            }
        }
        throw new IllegalStateException("there is no " + SCRIPT + " in " + start + " or above");
    }
}
