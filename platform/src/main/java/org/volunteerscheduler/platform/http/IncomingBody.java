// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.Context;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Receives the body of a request, whole, before a resource sees it: as many bytes as are allowed, in the time that is
 * allowed. So a slow sender costs a buffer and never a thread, and whoever sends too much reads why, however the body is
 * sent: with a length or in chunks, over HTTP/1.1 or as one of many requests of an HTTP/2 connection.
 */
@ApplicationScoped
public class IncomingBody {

    private static final String BODY = IncomingBody.class.getName();
    private static final String DIGITS = "[0-9]{1,18}";
    private static final String RETRY_AFTER = "5";
    /** HTTP/2's way to say that nothing more is wanted (RFC 9113, 8.1). */
    private static final long NO_ERROR = 0;
    /** Of the heap, that bodies may take together. */
    private static final int SHARE_OF_MEMORY = 8;
    /** How long what follows a refusal is thrown away, so that its sender comes to read the answer. */
    private static final Duration LINGER = Duration.ofSeconds(5);

    private final long maxBytes;
    private final Duration timeout;
    private final Event<Refused> refusals;
    private final BodyMemory memory = new BodyMemory(Runtime.getRuntime().maxMemory() / SHARE_OF_MEMORY);

    IncomingBody(
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize max,
            HttpSettings settings,
            Event<Refused> refusals) {
        this.maxBytes = max.asLongValue();
        this.timeout = settings.bodyTimeout();
        this.refusals = refusals;
    }

    /** A request that was answered before it came to a resource. */
    public record Refused(String path, Problem problem) {}

    /** From the end of the headers on, whether anybody receives the body or not. */
    void limitTime(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (request.isEnded() || hasNone(request)) {
            return;
        }
        long timer = context.vertx().setTimer(timeout.toMillis(), late -> {
            if (!request.isEnded()) {
                refuse(context, Problem.of(408, "The body was not there after " + timeout.toSeconds() + " seconds."));
                hangUp(request);
            }
        });
        request.end().onComplete(ended -> context.vertx().cancelTimer(timer));
    }

    private static boolean hasNone(HttpServerRequest request) {
        // Over HTTP/2 only the end of a request tells.
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return request.version() != HttpVersion.HTTP_2
                && !request.headers().contains(HttpHeaders.TRANSFER_ENCODING)
                && (length == null || length.equals("0"));
    }

    void receive(RoutingContext context) {
        HttpServerRequest request = context.request();
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null && !length.matches(DIGITS)) {
            refuse(context, Problem.of(400, "The Content-Length is not a number."));
        } else if (length != null && Long.parseLong(length) > maxBytes) {
            refuse(context, tooLarge());
        } else if (!isMediaType(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            refuse(context, Problem.of(400, "The Content-Type is not a media type."));
        } else if (request.isEnded() || hasNone(request)) {
            context.next();
        } else {
            collect(context);
        }
    }

    /** Where several methods share a path, the framework reads it even if there is no body, and would fail. */
    private static boolean isMediaType(String type) {
        try {
            return type == null || MediaType.valueOf(type) != null;
        } catch (IllegalArgumentException none) {
            return false;
        }
    }

    private Problem tooLarge() {
        return Problem.of(413, "The body has more than " + maxBytes + " bytes.");
    }

    private void collect(RoutingContext context) {
        HttpServerRequest request = context.request();
        Context thread = context.vertx().getOrCreateContext();
        Buffer body = Buffer.buffer();
        BodyMemory.Share share = memory.begin(() -> thread.runOnContext(full -> refuse(context, noRoom())));
        context.addEndHandler(ended -> memory.end(share));
        request.handler(chunk -> {
            if (body.length() + chunk.length() > maxBytes) {
                refuse(context, tooLarge());
            } else {
                body.appendBuffer(chunk);
                memory.add(share, chunk.length());
            }
        });
        request.endHandler(ended -> {
            memory.complete(share);
            context.put(BODY, body.getBytes());
            context.next();
        });
        request.exceptionHandler(broken -> {
            refuse(context, Problem.of(400));
            // Of chunks that are none the connection ends at once, and with it what was not sent.
            ConnectionDeadline.channel(request.connection()).flush();
        });
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            context.response().writeContinue();
        }
        request.resume();
    }

    private static Problem noRoom() {
        return Problem.of(503, "Too many bodies are under way, and this one has taken longest. Send it again.");
    }

    /** Answers, and throws away what follows: a sender that is still writing reads nothing, and finds the line cut. */
    private void refuse(RoutingContext context, Problem problem) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        if (response.ended() || response.headWritten()) {
            return;
        }
        refusals.fire(new Refused(context.normalizedPath(), problem));
        if (problem.status() == 503) {
            response.putHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER);
        }
        if (request.version() != HttpVersion.HTTP_2) {
            response.putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        }
        problem.answer(response);
        if (request.isEnded()) {
            hangUp(request);
        } else {
            long timer = context.vertx().setTimer(LINGER.toMillis(), late -> hangUp(request));
            request.handler(discarded -> {}).endHandler(ended -> {
                context.vertx().cancelTimer(timer);
                hangUp(request);
            });
            request.resume();
        }
    }

    /** Of HTTP/2's connection only the one request ends; others go on. */
    private static void hangUp(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            request.response().reset(NO_ERROR);
        } else {
            request.connection().close();
        }
    }

    /** To the resource, which else would find that everything was read already. The framework takes what has no type for JSON. */
    @ServerRequestFilter
    public void hand(ContainerRequestContext request, RoutingContext context) {
        byte[] body = context.get(BODY);
        if (body == null) {
            return;
        }
        if (body.length > 0 && request.getMethod().equals("POST") && !isJson(request.getMediaType())) {
            throw ProblemException.of(415, "The Content-Type must be application/json.");
        }
        request.setEntityStream(new ByteArrayInputStream(body));
    }

    private static boolean isJson(MediaType type) {
        return type != null && (type.getType() + "/" + type.getSubtype()).equalsIgnoreCase(MediaType.APPLICATION_JSON);
    }
}
