// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import static org.volunteerscheduler.dev.system.Environment.requiredSecret;

/** The signed webhooks that Scicent and Decidim call. */
public enum Webhook {
    SALES("scicent_sale", "X-Scicent-Signature", "SCICENT_WEBHOOK_SECRET"),
    REFUNDS("scicent_refund", "X-Scicent-Signature", "SCICENT_WEBHOOK_SECRET"),
    VOLUNTEERS("volunteers", "X-Decidim-Signature", "DECIDIM_WEBHOOK_SECRET"),
    ASSIGNMENTS("task_assignments", "X-Decidim-Signature", "DECIDIM_WEBHOOK_SECRET");

    /** At most this many volunteers or assignments in one request. */
    public static final int MAX_FACTS = 1_000;

    private final String name;
    private final String signatureHeader;
    private final String secretVariable;

    Webhook(String name, String signatureHeader, String secretVariable) {
        this.name = name;
        this.signatureHeader = signatureHeader;
        this.secretVariable = secretVariable;
    }

    public String path() {
        return "/volunteer_scheduler/webhooks/" + name;
    }

    public String signatureHeader() {
        return signatureHeader;
    }

    public Signer signer() {
        return new Signer(requiredSecret(secretVariable));
    }
}
