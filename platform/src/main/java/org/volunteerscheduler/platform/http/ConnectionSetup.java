// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.impl.VertxInternal;
import java.util.function.Consumer;

/**
 * Puts handlers of ours into the pipeline of every connection to the HTTP server, beneath Vert.x, which offers no way to
 * do so: it tells of a connection only once a request has come.
 */
final class ConnectionSetup {

    private static final AttributeKey<Boolean> IS_SET_UP = AttributeKey.valueOf(ConnectionSetup.class.getName());

    private final Consumer<ChannelPipeline> setup;

    ConnectionSetup(Consumer<ChannelPipeline> setup) {
        this.setup = setup;
    }

    /** Once the server listens. */
    void begin(VertxInternal vertx) {
        forEachChannel(vertx.getAcceptorEventLoopGroup(), server -> {
            if (server instanceof ServerSocketChannel) {
                server.pipeline().addFirst(new Accepted());
                // Those that were faster.
                forEachChannel(vertx.getEventLoopGroup(), connection -> {
                    if (connection.parent() == server) {
                        setUp(connection);
                    }
                });
            }
        });
    }

    private void setUp(Channel connection) {
        if (connection.attr(IS_SET_UP).getAndSet(true) == null) {
            setup.accept(connection.pipeline());
        }
    }

    /** Each on the thread that it is registered with. */
    private static void forEachChannel(EventLoopGroup threads, Consumer<Channel> action) {
        for (EventExecutor thread : threads) {
            thread.execute(() -> ((SingleThreadEventLoop) thread)
                    .registeredChannelsIterator()
                    .forEachRemaining(action));
        }
    }

    /** What a server's channel reads are its connections. */
    private final class Accepted extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object connection) {
            setUp((Channel) connection);
            context.fireChannelRead(connection);
        }
    }
}
