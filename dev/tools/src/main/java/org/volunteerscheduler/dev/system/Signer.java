// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs bodies as Scicent and Decidim do: {@code sha256=<lower-case hex HMAC-SHA256>}. For one thread at a time. */
public final class Signer {

    private static final String ALGORITHM = "HmacSHA256";

    private final Mac mac;

    public Signer(String secret) {
        try {
            mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The signature header's value for exactly these bytes. */
    public String sign(byte[] body) {
        return "sha256=" + HexFormat.of().formatHex(mac.doFinal(body));
    }
}
