// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Http2FramesTest {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    @Test
    void onlyTheWholePrefaceBeginsHttp2() {
        assertThat(Http2Frames.begin(Unpooled.wrappedBuffer(PREFACE, new byte[5])))
                .isTrue();
        assertThat(Http2Frames.begin(Unpooled.wrappedBuffer(PREFACE, 0, PREFACE.length - 1)))
                .isFalse();
        assertThat(Http2Frames.begin(
                        Unpooled.copiedBuffer("GET /volunteer_scheduler HTTP/1.1", StandardCharsets.US_ASCII)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "SETTINGS,     4, 0, 12, false",
        "PING,         6, 0, 8,  false",
        "HEADERS,      1, 5, 20, false",
        "part HEADERS, 1, 1, 20, true",
        "CONTINUATION, 9, 0, 1,  true",
        "the last one, 9, 4, 1,  false",
        "DATA,         0, 0, 99, false"
    })
    void aWholeFrameEndsInHeadersOnlyIfTheyGoOn(String name, int type, int flags, int length, boolean inHeaders) {
        assertThat(new Http2Frames()
                        .endsInHeaders(
                                Unpooled.wrappedBuffer(Unpooled.wrappedBuffer(PREFACE), frame(type, flags, length))))
                .isEqualTo(inHeaders);
    }

    /** In two reads, wherever they part. */
    @Property
    void aBrokenFrameEndsInHeadersUnlessItIsOfData(@ForAll @IntRange(min = 1, max = 28) int first) {
        Http2Frames frames = new Http2Frames();
        frames.endsInHeaders(Unpooled.wrappedBuffer(PREFACE));
        ByteBuf headers = frame(1, END_HEADERS | END_STREAM, 20);
        assertThat(frames.endsInHeaders(headers.slice(0, first))).isTrue();
        assertThat(frames.endsInHeaders(headers.slice(first, 29 - first))).isFalse();
        ByteBuf data = frame(0, 0, 20);
        assertThat(frames.endsInHeaders(data.slice(0, first))).isEqualTo(first < 9);
        assertThat(frames.endsInHeaders(data.slice(first, 29 - first))).isFalse();
    }

    private static ByteBuf frame(int type, int flags, int length) {
        return Unpooled.buffer()
                .writeMedium(length)
                .writeByte(type)
                .writeByte(flags)
                .writeInt(1)
                .writeZero(length);
    }
}
