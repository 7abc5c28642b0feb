// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The machine's PgBouncer between a service and its database, with nothing set that need not be set. */
public final class PgBouncer implements AutoCloseable {

    /** Where Debian has it, which is not on everybody's path. */
    private static final Path OF_DEBIAN = Path.of("/usr/sbin/pgbouncer");

    /** {@code PGBOUNCER} is for tests of another version than the machine's. */
    private static final String PROGRAM = System.getenv()
            .getOrDefault("PGBOUNCER", Files.isExecutable(OF_DEBIAN) ? OF_DEBIAN.toString() : "pgbouncer");

    private final Process process;
    private final int port;

    private PgBouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param service whose role may come in
     * @param poolMode {@code session} or {@code transaction}
     */
    public static PgBouncer start(String service, String poolMode) {
        try {
            int port = freePort();
            Path folder = Files.createTempDirectory("pgbouncer");
            Files.writeString(
                    folder.resolve("users"),
                    "\"volunteer_scheduler_%s\" \"%s\"\n"
                            .formatted(service, Servers.variable(service.toUpperCase(Locale.ROOT) + "_DB_PASSWORD")));
            Files.writeString(folder.resolve("pgbouncer.ini"), """
                    [databases]
                    * = host=%s port=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = scram-sha-256
                    auth_file = %s
                    pool_mode = %s
                    """.formatted(
                            Servers.variable("POSTGRES_HOST"),
                            Servers.variable("POSTGRES_PORT"),
                            port,
                            folder.resolve("users"),
                            poolMode));
            Process process = new ProcessBuilder(command(folder))
                    .redirectErrorStream(true)
                    .redirectOutput(
                            Path.of("target", "pgbouncer-" + poolMode + ".log").toFile())
                    .start();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> listens(port));
            return new PgBouncer(process, port);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It refuses to be root. */
    private static List<String> command(Path folder) throws IOException {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("runuser", "-u", "postgres", "--"));
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        command.addAll(List.of(PROGRAM, folder.resolve("pgbouncer.ini").toString()));
        return command;
    }

    /** Whether it can keep what a client has prepared when it gives it another server. */
    public static boolean keepsPreparedStatements() {
        try {
            Process version = new ProcessBuilder(PROGRAM, "--version").start();
            String[] numbers = new String(version.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
                    .replaceAll("(?s)^PgBouncer ([0-9.]+).*", "$1")
                    .split("[.]");
            // Since 1.21, and by default since 1.24.
            return Integer.parseInt(numbers[0]) > 1 || Integer.parseInt(numbers[1]) >= 24;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public int port() {
        return port;
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        // Its own process, if it was started by another user's.
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).forEach(ProcessHandle::destroy);
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
