// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.ServiceProcess;
import org.volunteerscheduler.dev.system.Wait;

/**
 * Sends requests that are whole byte sequences already, over kept-alive connections, and reads as much of the answers as
 * it must. One thread and one selector, because what the load costs is taken from the services that share the machine;
 * the tools' HTTP client would cost several times as much.
 */
public final class HttpLoad implements AutoCloseable {

    private static final int FIRST_BUFFER_BYTES = 1 << 11;

    private final Selector selector;
    private final Thread thread = Thread.ofPlatform().daemon().name("load").unstarted(this::run);
    private final Queue<Request> requests = new ConcurrentLinkedQueue<>();
    private final Map<Integer, Deque<Connection>> idleByPort = new HashMap<>();
    private volatile Failure failure;
    private volatile boolean closed;

    public HttpLoad() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new Failure("cannot wait for answers", e);
        }
        thread.start();
    }

    /** What is done with an answer, on the load's thread. */
    @FunctionalInterface
    public interface Handler {
        /** @param body valid during the call */
        void answered(int status, ByteBuffer body);
    }

    private record Request(int port, byte[] bytes, Handler handler) {}

    /** Sends it on a connection that is idle, or a new one. Callable from every thread, handlers included. */
    public void send(int port, byte[] request, Handler handler) {
        requests.add(new Request(port, request, handler));
        if (Thread.currentThread() != thread) {
            selector.wakeup();
        }
    }

    /** @throws Failure if a connection broke, an answer could not be read or a handler failed */
    public void check() {
        if (failure != null) {
            throw failure;
        }
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(this::read);
                for (Request next = requests.poll(); next != null; next = requests.poll()) {
                    idleConnection(next.port).send(next);
                }
            }
        } catch (IOException e) {
            failure = new Failure("the load broke off", e);
        } catch (Failure e) {
            failure = e;
        } catch (RuntimeException | Error e) {
            failure = new Failure("the load broke off", e);
        }
    }

    private Connection idleConnection(int port) throws IOException {
        Deque<Connection> idle = idleByPort.computeIfAbsent(port, any -> new ArrayDeque<>());
        return idle.isEmpty() ? new Connection(port, idle) : idle.pop();
    }

    private void read(SelectionKey key) {
        try {
            ((Connection) key.attachment()).read();
        } catch (IOException e) {
            throw new Failure("the load broke off", e);
        }
    }

    /** A kept-alive connection with one request in flight at most. */
    private final class Connection {
        private final SocketChannel channel;
        private final Deque<Connection> idle;
        private ByteBuffer in = ByteBuffer.allocateDirect(FIRST_BUFFER_BYTES);
        private Request inFlight;

        Connection(int port, Deque<Connection> idle) throws IOException {
            this.idle = idle;
            channel = SocketChannel.open(new InetSocketAddress(ServiceProcess.HOST, port));
            channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_READ, this);
        }

        void send(Request request) throws IOException {
            inFlight = request;
            ByteBuffer out = ByteBuffer.wrap(request.bytes);
            // Far smaller than a socket's buffer, and the request before it was answered: so this is one write.
            while (out.hasRemaining()) {
                channel.write(out);
            }
        }

        void read() throws IOException {
            if (channel.read(in) < 0) {
                throw new IOException("the service closed the connection");
            }
            HttpAnswer answer = HttpAnswer.read(in, in.position());
            if (answer == null && !in.hasRemaining()) {
                in = ByteBuffer.allocateDirect(in.capacity() * 2).put(in.flip());
            } else if (answer != null) {
                Handler handler = inFlight.handler;
                inFlight = null;
                ByteBuffer body = in.slice(answer.headLength(), answer.length() - answer.headLength());
                idle.push(this);
                handler.answered(answer.status(), body);
                in.clear();
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        Wait.join(thread);
        try {
            for (SelectionKey key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException e) {
            throw new Failure("cannot close the connections", e);
        }
    }
}
