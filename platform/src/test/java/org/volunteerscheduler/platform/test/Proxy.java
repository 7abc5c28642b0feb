package org.volunteerscheduler.platform.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;

/** Stands between a client and its server, and can hold back what the client says, or cut the line. */
public final class Proxy implements AutoCloseable {

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
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final Semaphore upstream = new Semaphore(1);

    public Proxy(String host, int port) throws IOException {
        this(host, port, client -> client);
    }

    Proxy(String host, int port, Greeting greeting) throws IOException {
        this.greeting = greeting;
        this.host = host;
        this.port = port;
        this.door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return door.getLocalPort();
    }

    /** From now on the server hears nothing; what it says still arrives. */
    public void holdClients() throws InterruptedException {
        upstream.acquire();
    }

    public void release() {
        upstream.release();
    }

    /** Every connection ends here and now. */
    public void cut() {
        for (Socket socket : open) {
            close(socket);
        }
        open.clear();
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
                Socket client = door.accept();
                Thread.ofPlatform().daemon().start(() -> serve(client));
            } catch (IOException refused) {
                // closed
            }
        }
    }

    private void serve(Socket accepted) {
        try {
            Socket client = greeting.greet(accepted);
            Socket server = new Socket(host, port);
            open.addAll(List.of(accepted, server));
            Thread.ofPlatform().daemon().start(() -> forward(server, client, false));
            forward(client, server, true);
        } catch (IOException refused) {
            close(accepted);
        }
    }

    private void forward(Socket from, Socket to, boolean heldBack) {
        byte[] buffer = new byte[16 * 1024];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                if (heldBack) {
                    upstream.acquire();
                }
                try {
                    out.write(buffer, 0, n);
                } finally {
                    if (heldBack) {
                        upstream.release();
                    }
                }
            }
        } catch (IOException | InterruptedException ended) {
            // one side went away, so the other goes too
        }
        close(from);
        close(to);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
