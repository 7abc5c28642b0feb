// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.net.URI;
import java.util.Map;
import org.volunteerscheduler.contracts.Json;

/** What can be asked of one service over HTTP. */
public record ServiceClient(URI base) {

    private static final byte[] NOTHING = {};

    /** A service on this machine. */
    public static ServiceClient onPort(int port) {
        return new ServiceClient(URI.create("http://" + ServiceProcess.HOST + ":" + port));
    }

    /** @throws NoAnswer if there is none in time */
    public Answer get(User user, String path) {
        return Http.send("GET", uri(path), Map.of("Authorization", user.authorization()), NOTHING);
    }

    /**
     * @param body becomes JSON
     * @throws NoAnswer if there is none in time
     */
    public Answer post(User user, String path, Object body) {
        return Http.send("POST", uri(path), Map.of("Authorization", user.authorization()), Json.write(body));
    }

    /**
     * Sends a sale or facts, signed as their sender would.
     *
     * @param body becomes JSON
     * @throws NoAnswer if there is none in time
     */
    public Answer post(Webhook webhook, Object body) {
        return post(webhook, webhook.signer(), body);
    }

    /** As {@link #post(Webhook, Object)}, with any signature. */
    public Answer post(Webhook webhook, Signer signer, Object body) {
        byte[] json = Json.write(body);
        return Http.send("POST", uri(webhook.path()), Map.of(webhook.signatureHeader(), signer.sign(json)), json);
    }

    /** Ready, and connected to its servers. */
    public boolean isReady() {
        try {
            return Http.send("GET", uri("/q/health"), Map.of(), NOTHING).status() == 200;
        } catch (NoAnswer notYet) {
            return false;
        }
    }

    private URI uri(String path) {
        return base.resolve(path);
    }
}
