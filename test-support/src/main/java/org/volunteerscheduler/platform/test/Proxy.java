// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Stands between clients and their server, and can cut their connections or hold back what one side or both say. While
 * held back a connection looks as it does when the other machine has vanished: nothing passes and nothing ends.
 */
public final class Proxy implements AutoCloseable {

    private static final int LONGEST_CONNECT_MS = 5_000;

    /** Whatever comes before the bytes that are forwarded. */
    @FunctionalInterface
    interface Greeting {
        /** @return where to read and write from now on */
        Socket greet(Socket client) throws IOException;
    }

    private final ServerSocket door;
    private final Greeting greeting;
    private final String host;
    private final int port;
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private volatile boolean serversHeld;
    private volatile boolean clientsHeld;

    public Proxy(String host, int port) throws IOException {
        this(host, port, client -> client);
    }

    Proxy(String host, int port, Greeting greeting) throws IOException {
        this.greeting = greeting;
        this.host = host;
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().name("proxy").start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on the server hears nothing; what it says still arrives. */
    public void holdClients() {
        clientsHeld = true;
        lines.forEach(line -> line.toServer.close());
    }

    /** From now on neither side hears anything, on new connections either. */
    public void hold() {
        holdClients();
        serversHeld = true;
        lines.forEach(line -> line.toClient.close());
    }

    public void release() {
        clientsHeld = false;
        serversHeld = false;
        lines.stream().filter(line -> !line.stranded).forEach(Line::open);
    }

    /**
     * Neither side of the connections that are open now will ever hear anything of them again; new ones pass. As after a
     * fail-over to another machine, or where something between has forgotten them.
     */
    public void strand() {
        for (Line line : lines) {
            line.stranded = true;
            line.toServer.close();
            line.toClient.close();
        }
    }

    /** Every connection ends here and now. */
    public void cut() {
        lines.forEach(Line::end);
    }

    @Override
    public void close() {
        try {
            door.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        cut();
    }

    private void accept() {
        while (!door.isClosed()) {
            try {
                Line line = new Line(door.accept());
                lines.add(line);
                if (clientsHeld) {
                    line.toServer.close();
                }
                if (serversHeld) {
                    line.toClient.close();
                }
                Thread.ofPlatform().daemon().name("proxy").start(line::connect);
            } catch (IOException closed) {
                // by close(), or there are no more file descriptors: then the client waits
            }
        }
    }

    /** One connection, of two sockets. */
    private final class Line {
        private final Socket client;
        private final Socket server = new Socket();
        private final Gate toServer = new Gate();
        private final Gate toClient = new Gate();
        private volatile boolean stranded;

        Line(Socket client) {
            this.client = client;
        }

        void connect() {
            Socket greeted;
            try {
                greeted = greeting.greet(client);
                server.connect(new InetSocketAddress(host, port), LONGEST_CONNECT_MS);
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
            } catch (IOException refused) {
                // The server is away: the client sees its connection end.
                end();
                return;
            }
            Thread.ofPlatform().daemon().name("proxy").start(() -> forward(server, greeted, toClient));
            forward(greeted, server, toServer);
        }

        private void forward(Socket from, Socket to, Gate gate) {
            byte[] buffer = new byte[16 * 1024];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    gate.pass();
                    out.write(buffer, 0, n);
                }
                gate.pass();
            } catch (IOException | InterruptedException ended) {
                // One side went away, so the other goes too.
            }
            end();
        }

        void open() {
            toServer.open();
            toClient.open();
        }

        void end() {
            lines.remove(this);
            try {
                client.close();
                server.close();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
            open();
        }
    }

    /** One direction. */
    private static final class Gate {
        private boolean closed;

        synchronized void close() {
            closed = true;
        }

        synchronized void open() {
            closed = false;
            notifyAll();
        }

        synchronized void pass() throws InterruptedException {
            while (closed) {
                wait();
            }
        }
    }
}
