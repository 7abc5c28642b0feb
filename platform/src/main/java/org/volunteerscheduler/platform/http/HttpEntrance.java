// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.quarkus.vertx.http.HttpServerStart;
import io.quarkus.vertx.http.runtime.VertxHttpConfig;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.impl.VertxInternal;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.event.ObservesAsync;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/** What every request passes on its way to a resource, and the answer to those that come to none. */
@ApplicationScoped
public class HttpEntrance {

    private static final Logger LOG = Logger.getLogger(HttpEntrance.class);

    /** After it is known who asks, so that only a webhook's body is received from anybody; before the resources. */
    private static final int BODY_ORDER = -3;

    private static final int[] STATUSES_OF_THE_ROUTER = {400, 404, 405, 406, 415, 500};

    private final IncomingBody body;
    private final HttpSettings settings;
    private final VertxHttpConfig http;
    private final Map<String, String> headers;

    HttpEntrance(IncomingBody body, HttpSettings settings, VertxHttpConfig http) {
        this.body = body;
        this.settings = settings;
        this.http = http;
        this.headers = http.header().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, header -> header.getValue().value()));
    }

    /** Before the framework looks at it, which it does once. */
    public static void prepare() {
        // An address that is none is found out here: the framework answers it with nothing.
        System.setProperty("vertx.disableURIValidation", "true");
    }

    void register(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(request -> enter(router, request));
        router.route().order(BODY_ORDER).handler(body::receive);
        router.route().failureHandler(this::fail);
        for (int status : STATUSES_OF_THE_ROUTER) {
            router.errorHandler(status, this::fail);
        }
    }

    void listening(@ObservesAsync HttpServerStart started, Vertx vertx) {
        if (LaunchMode.current() == LaunchMode.DEVELOPMENT) {
            // Connections outlive a reload, and with it these classes.
            return;
        }
        new ConnectionSetup(pipeline -> pipeline.addFirst(
                        new BareRefusal(headers), new ConnectionDeadline(settings.headerTimeout(), http.idleTimeout())))
                .begin((VertxInternal) vertx);
    }

    /** Sends a request through the router a second time, with an answer that explains itself. */
    private void enter(Router router, RoutingContext request) {
        if (request.response() instanceof ExplainedResponse) {
            limitTime(request);
            if (isAddress(request.request().uri())) {
                request.next();
            } else {
                request.fail(400);
            }
        } else {
            router.handle(new EnteredRequest(request.request()));
        }
    }

    private static boolean isAddress(String uri) {
        try {
            new URI(uri);
            return true;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private void limitTime(RoutingContext request) {
        HttpConnection connection = request.request().connection();
        ConnectionDeadline.requestBegins(connection, request.request().version() == HttpVersion.HTTP_2);
        request.addEndHandler(ended -> ConnectionDeadline.requestEnds(connection));
        body.limitTime(request);
    }

    private void fail(RoutingContext request) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        // A path that cannot be read fails before the headers of every answer are set.
        headers.forEach(response::putHeader);
        Problem problem = Problem.of(status(request));
        if (problem.status() >= 500) {
            LOG.errorf(request.failure(), "a request failed: %s", problem.instance());
        }
        problem.answer(response);
    }

    private static int status(RoutingContext request) {
        return switch (request.failure()) {
            case AuthenticationFailedException e -> 401;
            case UnauthorizedException e -> 401;
            case ForbiddenException e -> 403;
            case null, default -> request.statusCode() < 400 ? 500 : request.statusCode();
        };
    }
}
