// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes a connection whose sender takes too long to ask for something. Without it, ten thousand connections that each
 * send a byte now and then would keep everybody else out for as long as they like: the framework's idle timeout begins
 * anew with every byte.
 *
 * <ul>
 *   <li>The headers of the first request are there within the header timeout of the connection's start, whatever else is
 *       sent meanwhile.
 *   <li>The headers of a later one are there within the header timeout of their first byte.
 *   <li>While nothing is asked for, the idle timeout runs, and only a request begins it anew.
 * </ul>
 *
 * <p>It stands first in the connection's pipeline, so it sees the bytes; of requests and answers it is told.
 */
final class ConnectionDeadline extends ChannelInboundHandlerAdapter {

    private static final AttributeKey<ConnectionDeadline> KEY =
            AttributeKey.valueOf(ConnectionDeadline.class.getName());

    private final long headerNanos;
    private final long idleNanos;
    private Http2Frames frames;
    private boolean asked;
    private boolean http2;
    private int inFlight;
    private long idleSince;
    private boolean inHeaders;
    private long inHeadersSince;

    /**
     * @param headers the longest time for those of one request
     * @param idle the longest time between requests
     */
    ConnectionDeadline(Duration headers, Duration idle) {
        this.headerNanos = headers.toNanos();
        this.idleNanos = idle.toNanos();
    }

    /** The headers of a request are there. */
    static void requestBegins(HttpConnection connection, boolean http2) {
        ConnectionDeadline deadline = of(connection);
        if (deadline != null) {
            deadline.asked = true;
            deadline.http2 = http2;
            deadline.inFlight++;
            deadline.inHeaders = false;
        }
    }

    /** Its answer has ended, or the connection has. */
    static void requestEnds(HttpConnection connection) {
        ConnectionDeadline deadline = of(connection);
        if (deadline != null) {
            deadline.inFlight--;
            deadline.idleSince = System.nanoTime();
        }
    }

    private static ConnectionDeadline of(HttpConnection connection) {
        return channel(connection).attr(KEY).get();
    }

    /** Beneath Vert.x. */
    static Channel channel(HttpConnection connection) {
        return ((ConnectionBase) connection).channel();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        context.channel().attr(KEY).set(this);
        idleSince = System.nanoTime();
        check(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof ByteBuf bytes) {
            boolean before = inHeaders;
            inHeaders = inHeaders(bytes);
            if (inHeaders && !before) {
                inHeadersSince = System.nanoTime();
            }
        }
        context.fireChannelRead(message);
    }

    private boolean inHeaders(ByteBuf bytes) {
        if (Http2Frames.begin(bytes)) {
            frames = new Http2Frames();
        }
        if (frames != null) {
            return frames.endsInHeaders(bytes);
        }
        return inFlight == 0 && !http2;
    }

    private void check(ChannelHandlerContext context) {
        long left = leftNanos(System.nanoTime());
        if (left <= 0) {
            // From the end of the pipeline, so that HTTP/2 can say goodbye.
            var unused = context.channel().close();
        } else if (context.channel().isActive()) {
            var unused = context.executor()
                    .schedule(() -> check(context), Math.min(left, headerNanos), TimeUnit.NANOSECONDS);
        }
    }

    private long leftNanos(long now) {
        if (!asked) {
            return headerNanos - (now - idleSince);
        }
        if (inHeaders) {
            return headerNanos - (now - inHeadersSince);
        }
        return inFlight > 0 ? headerNanos : idleNanos - (now - idleSince);
    }
}
