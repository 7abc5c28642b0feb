// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.Json;

/** An identity provider (OpenID Connect): it says where its keys are, and signs tokens with them. */
public final class OidcProvider implements AutoCloseable {

    private static final String KEY_ID = "a-key";

    private final KeyPair keys = newKeys();
    private final HttpServer server;
    private final String issuer;

    public OidcProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer = "http://127.0.0.1:" + server.getAddress().getPort();
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        answer("/.well-known/openid-configuration", Map.of("issuer", issuer, "jwks_uri", issuer + "/keys"));
        answer(
                "/keys",
                Map.of(
                        "keys",
                        List.of(Map.of(
                                "kty",
                                "RSA",
                                "use",
                                "sig",
                                "alg",
                                "RS256",
                                "kid",
                                KEY_ID,
                                "n",
                                text(unsigned(key.getModulus().toByteArray())),
                                "e",
                                text(key.getPublicExponent().toByteArray())))));
        server.start();
    }

    /** What a service is to be told to take its tokens. */
    public Map<String, String> settings() {
        return Map.of("QUARKUS_OIDC_AUTH_SERVER_URL", issuer);
    }

    @Override
    public void close() {
        server.stop(0);
    }

    /** A token's claims: for this service, from this provider, for five minutes. */
    public Map<String, Object> claims(String name, String... roles) {
        Map<String, Object> claims = new LinkedHashMap<>();
        claims.put("iss", issuer);
        claims.put("aud", "volunteer-scheduler");
        claims.put("sub", "id-of-" + name);
        claims.put("upn", name);
        claims.put("groups", List.of(roles));
        claims.put("iat", Instant.now().getEpochSecond());
        claims.put("exp", Instant.now().plusSeconds(300).getEpochSecond());
        return claims;
    }

    public String sign(Map<String, Object> claims) {
        return sign(claims, keys);
    }

    /** With a key that is not the provider's. */
    public String forge(Map<String, Object> claims) {
        return sign(claims, newKeys());
    }

    /** Signed by nobody. */
    public String unsigned(Map<String, Object> claims) {
        return text(Json.write(Map.of("alg", "none", "typ", "JWT"))) + "." + text(Json.write(claims)) + ".";
    }

    private static String sign(Map<String, Object> claims, KeyPair keys) {
        String content =
                text(Json.write(Map.of("alg", "RS256", "typ", "JWT", "kid", KEY_ID))) + "." + text(Json.write(claims));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(content.getBytes(StandardCharsets.US_ASCII));
            return content + "." + text(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(String path, Map<String, ?> json) {
        byte[] body = Json.write(json);
        server.createContext(path, exchange -> {
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    private static byte[] unsigned(byte[] number) {
        return number[0] == 0 ? Arrays.copyOfRange(number, 1, number.length) : number;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
