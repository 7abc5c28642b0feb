// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.volunteerscheduler.dev.system.Signer;
import org.volunteerscheduler.dev.system.User;
import org.volunteerscheduler.dev.system.Webhook;

/** Whole HTTP requests: unique signed sales with a body of some 300 bytes, and reads of them. */
public final class SaleRequests {

    /** An unknown key, which the webhook ignores: a sender's own remark. */
    private static final String REMARK = "x".repeat(130);

    private static final String POST = "POST " + Webhook.SALES.path() + " HTTP/1.1\r\nHost: localhost\r\n"
            + "Content-Type: application/json\r\n" + Webhook.SALES.signatureHeader() + ": ";

    private final Signer signer = Webhook.SALES.signer();
    private final String authorization = User.VIEWER.authorization();
    private final SaleData sales;
    private final String run = Long.toString(System.currentTimeMillis(), Character.MAX_RADIX);
    private int made;

    SaleRequests(SaleData sales) {
        this.sales = sales;
    }

    String nextTransactionId() {
        return "bench_" + run + "_" + made++;
    }

    byte[] post(String transactionId) {
        String body = "{\"user_id\":" + sales.randomBuyer() + ",\"amount\":" + sales.randomAmount()
                + ",\"transaction_id\":\"" + transactionId + "\",\"currency\":\"SCICENT\",\"timestamp\":\""
                + Instant.now().truncatedTo(ChronoUnit.MILLIS) + "\",\"remark\":\"" + REMARK + "\"}";
        byte[] bytes = body.getBytes(StandardCharsets.US_ASCII);
        return (POST + signer.sign(bytes) + "\r\nContent-Length: " + bytes.length + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
    }

    byte[] get(String path) {
        return ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + authorization + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }
}
