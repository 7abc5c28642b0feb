// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.volunteerscheduler.contracts.Json;

/**
 * Explains the refusal of what is no HTTP/1.1, or too long for it. Vert.x answers that with a status and nothing else,
 * and makes no request of it that could be routed; so the bare answer is replaced on its way out.
 */
final class BareRefusal extends ChannelOutboundHandlerAdapter {

    private static final Pattern BARE =
            Pattern.compile("HTTP/1\\.[01] (4\\d\\d) [^\r\n]*\r\n(?:connection: close\r\n|content-length: 0\r\n)*\r\n");

    private static final int LONGEST = 100;

    private final Map<String, String> headers;

    /** @param headers that every answer carries */
    BareRefusal(Map<String, String> headers) {
        this.headers = headers;
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise written) {
        var unused = context.write(message instanceof ByteBuf bytes ? explained(bytes, context) : message, written);
    }

    private ByteBuf explained(ByteBuf answer, ChannelHandlerContext context) {
        if (answer.readableBytes() > LONGEST) {
            return answer;
        }
        Matcher bare = BARE.matcher(answer.toString(StandardCharsets.ISO_8859_1));
        if (!bare.matches()) {
            return answer;
        }
        answer.release();
        int status = Integer.parseInt(bare.group(1));
        Problem problem = Problem.of(status);
        byte[] body = Json.write(problem);
        StringBuilder head = new StringBuilder("HTTP/1.1 %d %s\r\n".formatted(status, problem.title()));
        headers.forEach(
                (name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
        head.append("content-type: ").append(Problem.MEDIA_TYPE).append("\r\nconnection: close\r\n");
        head.append("content-length: ").append(body.length).append("\r\n\r\n");
        return ByteBufUtil.writeAscii(context.alloc(), head).writeBytes(body);
    }
}
