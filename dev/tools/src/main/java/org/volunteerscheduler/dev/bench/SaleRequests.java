package org.volunteerscheduler.dev.bench;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.volunteerscheduler.dev.Environment;
import org.volunteerscheduler.dev.Signer;

/**
 * Whole HTTP requests, each a unique signed sale with a body of some 300 bytes, made ahead of time so that sending one
 * costs a copy and no computation.
 */
final class SaleRequests {

    /** An unknown key, which the door ignores: a sender's own remark. */
    private static final String REMARK = "x".repeat(130);

    private final Signer signer = new Signer(Environment.requiredSecret("SCICENT_WEBHOOK_SECRET"));
    private final BenchWorld world = new BenchWorld();
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private int made;

    /** @return each ready to be written; in direct memory, which a socket reads without a copy in between */
    ByteBuffer[] make(int count) {
        ByteBuffer[] requests = new ByteBuffer[count];
        ByteBuffer chunk = ByteBuffer.allocateDirect(0);
        for (int i = 0; i < count; i++) {
            byte[] request = request(nextTransactionId());
            if (chunk.remaining() < request.length) {
                chunk = ByteBuffer.allocateDirect(1 << 20);
            }
            requests[i] =
                    chunk.slice(chunk.position(), request.length).put(request).flip();
            chunk.position(chunk.position() + request.length);
        }
        return requests;
    }

    String nextTransactionId() {
        return "bench_" + run + "_" + made++;
    }

    byte[] request(String transactionId) {
        String body = "{\"user_id\":" + world.randomBuyer() + ",\"amount\":" + world.randomAmount()
                + ",\"transaction_id\":\"" + transactionId + "\",\"currency\":\"SCICENT\",\"timestamp\":\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\",\"remark\":\"" + REMARK + "\"}";
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        return ("POST /volunteer_scheduler/webhooks/scicent_sale HTTP/1.1\r\nHost: localhost\r\n"
                        + "Content-Type: application/json\r\nX-Scicent-Signature: " + signer.sign(bytes)
                        + "\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }
}
