package org.volunteerscheduler.dev.bench;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** Kept-alive connections, as many as are needed at once. */
final class HttpConnections implements AutoCloseable {
    private final int port;
    private final Deque<HttpConnection> idle = new ArrayDeque<>();

    HttpConnections(int port) {
        this.port = port;
    }

    HttpConnection.Answered send(byte[] request) throws IOException {
        HttpConnection connection;
        synchronized (idle) {
            connection = idle.poll();
        }
        if (connection == null) {
            connection = new HttpConnection(port);
        }
        HttpConnection.Answered answer = connection.send(request);
        synchronized (idle) {
            idle.push(connection);
        }
        return answer;
    }

    @Override
    public void close() {
        synchronized (idle) {
            for (HttpConnection connection : idle) {
                connection.close();
            }
        }
    }
}
