package org.volunteerscheduler.dev.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.volunteerscheduler.dev.server.ServiceProcess;

/** One kept-alive connection to a service on this machine; one request at a time, blocking. */
final class HttpConnection implements AutoCloseable {

    /** Where the bench binds the services that it starts. */
    static final String HOST = ServiceProcess.HOST;

    private final SocketChannel channel;
    private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);

    HttpConnection(int port) throws IOException {
        channel = open(port);
    }

    static SocketChannel open(int port) throws IOException {
        SocketChannel channel = SocketChannel.open(new InetSocketAddress(HOST, port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        return channel;
    }

    /** @param body in US-ASCII or UTF-8 */
    record Answered(int status, String body) {}

    Answered send(byte[] request) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        in.clear();
        HttpAnswer answer;
        do {
            if (channel.read(in) < 0) {
                throw new EOFException("the service closed the connection");
            }
            answer = HttpAnswer.read(in, in.position());
        } while (answer == null);
        byte[] body = new byte[answer.length() - answer.headLength()];
        in.get(answer.headLength(), body);
        return new Answered(answer.status(), new String(body, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
