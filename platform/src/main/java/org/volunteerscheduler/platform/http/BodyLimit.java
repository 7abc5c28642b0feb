package org.volunteerscheduler.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.volunteerscheduler.contracts.Json;

/**
 * Answers a body whose declared length is too large with a {@link Problem}, before the framework would with nothing. A
 * body of no declared length is the framework's to cut off.
 */
@ApplicationScoped
public class BodyLimit {

    /** Just before the framework's own limit. */
    private static final int ORDER = -3;

    private static final String DIGITS = "[0-9]{1,18}";

    private final long maxBytes;
    private final Event<Refused> refusals;

    BodyLimit(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize max, Event<Refused> refusals) {
        this.maxBytes = max.asLongValue();
        this.refusals = refusals;
    }

    /** A request that was answered before it came to a resource. */
    public record Refused(String path, Problem problem) {}

    void register(@Observes Router router) {
        router.route().order(ORDER).handler(this::check);
    }

    private void check(RoutingContext request) {
        String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length == null || !length.matches(DIGITS) || Long.parseLong(length) <= maxBytes) {
            request.next();
            return;
        }
        Problem problem = Problem.of(413, "The body has more than " + maxBytes + " bytes.");
        refusals.fire(new Refused(request.normalizedPath(), problem));
        // What follows is not read, so nothing else can follow on this connection.
        request.response()
                .setStatusCode(problem.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE)
                .endHandler(ended -> request.request().connection().close())
                .end(Buffer.buffer(Json.write(problem)));
    }
}
