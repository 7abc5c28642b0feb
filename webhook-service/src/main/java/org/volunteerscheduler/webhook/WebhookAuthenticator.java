// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import jakarta.enterprise.context.ApplicationScoped;
import org.volunteerscheduler.platform.http.ProblemException;

/** Who may come in: only with the sender's signature, and not too many at once. */
@ApplicationScoped
public class WebhookAuthenticator {

    private final WebhookSignature scicent;
    private final WebhookSignature decidim;
    private final RateLimit rateLimit;

    public WebhookAuthenticator(WebhookSettings settings) {
        this.scicent = new WebhookSignature(settings.scicentSecret().secrets());
        this.decidim = new WebhookSignature(settings.decidimSecret().secrets());
        this.rateLimit = new RateLimit(settings.rate(), System::nanoTime);
    }

    byte[] admitScicent(String signature, byte[] body) {
        return admit(scicent, signature, body);
    }

    byte[] admitDecidim(String signature, byte[] body) {
        return admit(decidim, signature, body);
    }

    private byte[] admit(WebhookSignature secret, String signature, byte[] body) {
        if (!secret.signs(signature, body)) {
            // The same answer for missing, malformed and wrong, so that it tells a forger nothing.
            throw ProblemException.of(401, "The signature is missing or wrong.");
        }
        // Only of those who are let in, so that nobody else can use their rate up.
        if (!rateLimit.admits()) {
            throw ProblemException.retryLater(429, "Too many requests; come back in a second.", 1);
        }
        return body;
    }
}
