// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * As much of an HTTP/1.1 answer as a bench must know, read straight from the bytes: a full parser would cost more than
 * some of what is measured.
 *
 * @param headLength bytes from the first of the status line to the empty line, inclusive
 * @param length bytes from the first of the status line to the last of the body
 */
record HttpAnswer(int status, int headLength, int length) {

    private static final byte[] CONTENT_LENGTH = ascii("content-length:");
    private static final byte[] CHUNKED = ascii("transfer-encoding:");
    private static final byte[] LAST_CHUNK = ascii("\r\n0\r\n\r\n");
    private static final int STATUS_START = "HTTP/1.1 ".length();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * The answer that starts at index 0; nothing follows it. The body of one that comes in chunks includes their sizes.
     *
     * @param end how many bytes have arrived
     * @return null if it is not complete yet
     */
    static HttpAnswer read(ByteBuffer bytes, int end) {
        int contentLength = 0;
        boolean isChunked = false;
        int lineStart = 0;
        for (int lineEnd = lineEnd(bytes, 0, end); lineEnd >= 0; lineEnd = lineEnd(bytes, lineStart, end)) {
            if (lineEnd == lineStart) {
                int headLength = lineEnd + 2;
                int length = isChunked ? end : headLength + contentLength;
                boolean isComplete = isChunked
                        ? end - headLength >= LAST_CHUNK.length - 2
                                && matches(LAST_CHUNK, bytes, end - LAST_CHUNK.length)
                        : length <= end;
                return isComplete ? new HttpAnswer(number(bytes, STATUS_START), headLength, length) : null;
            }
            if (matches(CONTENT_LENGTH, bytes, lineStart)) {
                contentLength = number(bytes, lineStart + CONTENT_LENGTH.length);
            } else if (matches(CHUNKED, bytes, lineStart)) {
                isChunked = true;
            }
            lineStart = lineEnd + 2;
        }
        return null;
    }

    /** Index of the line's carriage return, or -1 if the line is not complete. */
    private static int lineEnd(ByteBuffer bytes, int start, int end) {
        for (int i = start; i + 1 < end; i++) {
            if (bytes.get(i) == '\r' && bytes.get(i + 1) == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Whether this stands there, whatever the case of its letters; the line is complete. */
    private static boolean matches(byte[] lowerCase, ByteBuffer bytes, int start) {
        for (int i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase(bytes.get(start + i)) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** The first run of digits behind spaces; something else follows it. */
    private static int number(ByteBuffer bytes, int start) {
        int i = start;
        while (bytes.get(i) == ' ') {
            i++;
        }
        int number = 0;
        for (; bytes.get(i) >= '0' && bytes.get(i) <= '9'; i++) {
            number = number * 10 + bytes.get(i) - '0';
        }
        return number;
    }
}
