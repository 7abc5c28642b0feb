// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.security;

import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Startup;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.AuthenticationRequestContext;
import io.quarkus.security.identity.IdentityProvider;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.UsernamePasswordAuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * The three users of HTTP Basic: {@code operator}, {@code viewer} and {@code scheduler}, each with the role of the same
 * name.
 *
 * <p>Not the framework's own list of users, which compares passwords character by character until one differs. Here
 * digests are compared, in the same time whatever was sent, and an unknown user takes as long as a known one.
 */
@Startup
@ApplicationScoped
@IfBuildProperty(name = "quarkus.http.auth.basic", stringValue = "true")
public class BasicUsers implements IdentityProvider<UsernamePasswordAuthenticationRequest> {

    private static final byte[] NOBODY = digest("");

    private final Map<String, byte[]> digestByUser;

    public BasicUsers(UserSettings settings) {
        this.digestByUser = Map.of(
                Role.OPERATOR, digest(settings.operatorPassword()),
                Role.VIEWER, digest(settings.viewerPassword()),
                Role.SCHEDULER, digest(settings.schedulerPassword()));
    }

    @Override
    public Class<UsernamePasswordAuthenticationRequest> getRequestType() {
        return UsernamePasswordAuthenticationRequest.class;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(
            UsernamePasswordAuthenticationRequest request, AuthenticationRequestContext context) {
        byte[] expected = digestByUser.getOrDefault(request.getUsername(), NOBODY);
        boolean same = MessageDigest.isEqual(
                expected, digest(new String(request.getPassword().getPassword())));
        if (!same || expected == NOBODY) {
            return Uni.createFrom().failure(new AuthenticationFailedException());
        }
        return Uni.createFrom()
                .item(QuarkusSecurityIdentity.builder()
                        .setPrincipal(new QuarkusPrincipal(request.getUsername()))
                        .addRole(request.getUsername())
                        .build());
    }

    private static byte[] digest(String password) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(password.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
