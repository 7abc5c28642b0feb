// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A certificate authority of a test's own, made by the JDK's keytool, and servers that have its certificates. */
public final class Authority {

    private static final String PASSWORD = "only-for-this-test";
    private static final int SSL_REQUEST_BYTES = 8;

    private final Path folder;
    private final Map<String, SSLContext> contexts = new HashMap<>();

    public Authority() {
        try {
            folder = Files.createTempDirectory(Path.of("target"), "authority");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        keytool("-genkeypair", "-alias", "authority", "-keystore", store("authority"), "-keyalg", "EC");
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "authority",
                "-keystore",
                store("authority"),
                "-file",
                pem("authority"));
    }

    /** Its certificate, as a file. */
    public String pem() {
        return pem("authority");
    }

    /** RabbitMQ behind TLS with a certificate for this host's name. */
    public Proxy rabbitMq(String hostName) throws IOException {
        SSLContext context = contexts.computeIfAbsent(hostName, this::certified);
        return new Proxy(
                Servers.variable("RABBITMQ_HOST"),
                Integer.parseInt(Servers.variable("RABBITMQ_PORT")),
                client -> encrypted(context, client));
    }

    /** PostgreSQL behind TLS with a certificate for this host's name: a client asks for TLS before it begins. */
    public Proxy postgres(String hostName) throws IOException {
        SSLContext context = contexts.computeIfAbsent(hostName, this::certified);
        return new Proxy(
                Servers.variable("POSTGRES_HOST"), Integer.parseInt(Servers.variable("POSTGRES_PORT")), client -> {
                    client.getInputStream().readNBytes(SSL_REQUEST_BYTES);
                    client.getOutputStream().write('S');
                    return encrypted(context, client);
                });
    }

    private static Socket encrypted(SSLContext context, Socket client) throws IOException {
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(client, null, true);
        socket.setUseClientMode(false);
        socket.startHandshake();
        return socket;
    }

    private SSLContext certified(String hostName) {
        keytool("-genkeypair", "-alias", "server", "-keystore", store(hostName), "-keyalg", "EC");
        String request = pem(hostName + "-request");
        String signed = pem(hostName);
        keytool("-certreq", "-alias", "server", "-keystore", store(hostName), "-file", request);
        keytool(
                "-gencert",
                "-alias",
                "authority",
                "-keystore",
                store("authority"),
                "-ext",
                "san=dns:" + hostName,
                "-rfc",
                "-infile",
                request,
                "-outfile",
                signed);
        keytool("-importcert", "-noprompt", "-alias", "authority", "-keystore", store(hostName), "-file", pem());
        keytool("-importcert", "-alias", "server", "-keystore", store(hostName), "-file", signed);
        try (InputStream in = Files.newInputStream(Path.of(store(hostName)))) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keys, PASSWORD.toCharArray());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private String store(String name) {
        return folder.resolve(name + ".p12").toString();
    }

    private String pem(String name) {
        return folder.resolve(name + ".pem").toAbsolutePath().toString();
    }

    private static void keytool(String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD, "-storetype", "PKCS12"));
        if (arguments[0].equals("-genkeypair")) {
            command.addAll(List.of("-dname", "CN=" + arguments[2] + " " + System.nanoTime(), "-validity", "2"));
            if (arguments[2].equals("authority")) {
                command.addAll(List.of("-ext", "bc:c"));
            }
        }
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IllegalStateException("failed: " + String.join(" ", command));
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
