// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Where in HTTP/2's frames the bytes of a connection have come to (RFC 9113, 4.1 and 6.2). */
final class Http2Frames {

    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int FRAME_HEADER_BYTES = 9;
    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int CONTINUATION = 9;
    private static final int END_HEADERS = 4;

    private final byte[] frameHeader = new byte[FRAME_HEADER_BYTES];
    private int frameHeaderBytes;
    private int type = -1;
    private int payloadLeft = PREFACE.length;
    private boolean headersGoOn;

    /** Whether a client begins to speak HTTP/2 with these bytes: at once, or after an upgrade. */
    static boolean begin(ByteBuf bytes) {
        if (bytes.readableBytes() < PREFACE.length) {
            return false;
        }
        for (int i = 0; i < PREFACE.length; i++) {
            if (bytes.getByte(bytes.readerIndex() + i) != PREFACE[i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether, after these bytes, a frame other than of data has begun and not ended, or headers are to be continued. */
    boolean endsInHeaders(ByteBuf bytes) {
        int end = bytes.writerIndex();
        for (int at = bytes.readerIndex(); at < end; ) {
            if (payloadLeft > 0) {
                int skipped = Math.min(payloadLeft, end - at);
                payloadLeft -= skipped;
                at += skipped;
            } else {
                frameHeader[frameHeaderBytes++] = bytes.getByte(at++);
                if (frameHeaderBytes == FRAME_HEADER_BYTES) {
                    begin();
                }
            }
        }
        return headersGoOn || frameHeaderBytes > 0 || (payloadLeft > 0 && type != DATA);
    }

    private void begin() {
        frameHeaderBytes = 0;
        payloadLeft = (frameHeader[0] & 0xff) << 16 | (frameHeader[1] & 0xff) << 8 | frameHeader[2] & 0xff;
        type = frameHeader[3];
        if (type == HEADERS || type == CONTINUATION) {
            headersGoOn = (frameHeader[4] & END_HEADERS) == 0;
        }
    }
}
