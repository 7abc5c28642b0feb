// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Violation;

/**
 * The body of every error: {@code application/problem+json}, RFC 9457.
 *
 * @param instance names this very answer, so that it can be found in our log
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Problem(
        String type, String title, int status, String detail, String instance, List<Violation> violations) {

    public static final MediaType MEDIA_TYPE = new MediaType("application", "problem+json");

    /** Half of a surrogate pair: a sender may have written one as an escape, and nobody can write it as UTF-8. */
    private static final Pattern HALF_A_CHARACTER = Pattern.compile("\\p{Cs}");

    public Problem {
        detail = writable(detail);
        violations = violations.stream()
                .map(violation -> new Violation(writable(violation.field()), writable(violation.message())))
                .toList();
    }

    private static String writable(String text) {
        return HALF_A_CHARACTER.matcher(text).replaceAll("\ufffd");
    }

    public static Problem of(int status, String detail) {
        return of(status, detail, List.of());
    }

    public static Problem of(int status, String detail, List<Violation> violations) {
        String title = HttpResponseStatus.valueOf(status).reasonPhrase();
        return new Problem("about:blank", title, status, detail, "urn:uuid:" + UUID.randomUUID(), violations);
    }

    /** Of a refusal that the framework explains to nobody. */
    public static Problem of(int status) {
        return of(
                status,
                switch (status) {
                    case 400 -> "The request is malformed.";
                    case 401 -> "This needs a user and a password, or a token; what was sent is missing or wrong.";
                    case 403 -> "This user may not do this.";
                    case 404 -> "There is nothing at this path.";
                    case 405 -> "This method is not offered here; the header Allow says which are.";
                    case 406 -> "There is no answer of a media type that the header Accept allows.";
                    case 415 -> "The body is of a media type that is not understood here; send application/json.";
                    case 414 -> "The address is longer than is allowed here.";
                    case 431 -> "The headers are longer than is allowed here.";
                    case 500 -> "Something went wrong here; the log says what.";
                    default -> "The request was refused.";
                });
    }

    public Response toResponse() {
        return Response.status(status).type(MEDIA_TYPE).entity(this).build();
    }

    /** Where no resource has been reached. */
    void answer(HttpServerResponse response) {
        response.setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, MEDIA_TYPE.toString())
                .end(Buffer.buffer(Json.write(this)));
    }
}
