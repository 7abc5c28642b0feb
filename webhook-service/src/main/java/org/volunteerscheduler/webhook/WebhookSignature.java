// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * {@code sha256=<lower-case hex HMAC-SHA256>} over the raw bytes of a body. Every secret is tried and every comparison
 * takes the same time, so that an answer's delay tells nothing.
 */
final class WebhookSignature {

    private static final String ALGORITHM = "HmacSHA256";
    private static final String PREFIX = "sha256=";
    private static final int HEX_DIGITS = 64;

    private final List<Mac> macs;

    /** @param secrets of which any signs */
    WebhookSignature(List<String> secrets) {
        this.macs = secrets.stream().map(WebhookSignature::mac).toList();
    }

    /** Whether {@code header} signs {@code body} by any of the secrets; a missing or malformed one does not. */
    boolean signs(String header, byte[] body) {
        if (header == null || !header.startsWith(PREFIX) || header.length() != PREFIX.length() + HEX_DIGITS) {
            return false;
        }
        byte[] given = header.substring(PREFIX.length()).getBytes(StandardCharsets.ISO_8859_1);
        boolean signed = false;
        for (Mac mac : macs) {
            byte[] expected = HexFormat.of().formatHex(fresh(mac).doFinal(body)).getBytes(StandardCharsets.ISO_8859_1);
            signed |= MessageDigest.isEqual(expected, given);
        }
        return signed;
    }

    /** A clone of the keyed Mac is cheaper than a new key schedule, and a Mac is not made for sharing. */
    private static Mac fresh(Mac mac) {
        try {
            return (Mac) mac.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac mac(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
