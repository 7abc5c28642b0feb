package org.volunteerscheduler.dev.bench.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.volunteerscheduler.dev.system.Failure;

/**
 * As much of an HTTP/1.1 answer as a bench must know, read straight from the bytes: a full parser would cost more than
 * some of what is measured.
 *
 * @param length bytes from the first of the status line to the last of the body
 */
record HttpAnswer(int status, int headLength, int length) {

    private static final byte[] CONTENT_LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TRANSFER_ENCODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);
    private static final int STATUS_START = "HTTP/1.1 ".length();

    /**
     * The answer that starts at index 0.
     *
     * @param end how many bytes have arrived
     * @return null if it is not complete yet
     */
    static HttpAnswer read(ByteBuffer bytes, int end) {
        int contentLength = 0;
        for (int lineStart = 0, i = 0; i + 1 < end; i++) {
            if (bytes.get(i) != '\r' || bytes.get(i + 1) != '\n') {
                continue;
            }
            if (i == lineStart) {
                int headLength = i + 2;
                int length = headLength + contentLength;
                return length <= end ? new HttpAnswer(number(bytes, STATUS_START, i), headLength, length) : null;
            }
            if (startsWith(CONTENT_LENGTH, bytes, lineStart, i)) {
                contentLength = number(bytes, lineStart + CONTENT_LENGTH.length, i);
            } else if (startsWith(TRANSFER_ENCODING, bytes, lineStart, i)) {
                throw new Failure("an answer without Content-Length, which the bench cannot read");
            }
            lineStart = i + 2;
            i++;
        }
        return null;
    }

    private static boolean startsWith(byte[] lowerCase, ByteBuffer bytes, int start, int end) {
        if (end - start < lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            if (Character.toLowerCase(bytes.get(start + i)) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    /** The first run of digits. */
    private static int number(ByteBuffer bytes, int start, int end) {
        int i = start;
        while (i < end && bytes.get(i) == ' ') {
            i++;
        }
        int number = 0;
        for (; i < end && bytes.get(i) >= '0' && bytes.get(i) <= '9'; i++) {
            number = number * 10 + bytes.get(i) - '0';
        }
        return number;
    }
}
