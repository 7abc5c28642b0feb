// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpAnswerTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 202 Accepted\r\ncontent-type: application/json\r\nContent-Length: 2\r\n\r\n{}",
                "HTTP/1.1 202 Accepted\r\nContent-Length:2\r\nx: y\r\n\r\n{}",
                "HTTP/1.1 202 Accepted\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 202 Accepted\r\n\r\n"
            })
    void anAnswerIsCompleteWithItsLastByteAndNotBefore(String answer) {
        byte[] bytes = answer.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length * 2).put(bytes);
        for (int end = 0; end < bytes.length; end++) {
            assertThat(HttpAnswer.read(buffer, end)).as("%s bytes", end).isNull();
        }
        assertThat(HttpAnswer.read(buffer, bytes.length))
                .isEqualTo(new HttpAnswer(202, answer.indexOf("\r\n\r\n") + 4, bytes.length));
    }
}
