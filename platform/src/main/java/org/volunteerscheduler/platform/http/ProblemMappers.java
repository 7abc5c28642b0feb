package org.volunteerscheduler.platform.http;

import jakarta.enterprise.event.Event;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.volunteerscheduler.contracts.InvalidJson;
import org.volunteerscheduler.platform.messaging.NotPublished;

/** Every failure of a request as {@code application/problem+json}; what is our own fault is logged, not shown. */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int RETRY_AFTER_SECONDS = 5;

    private static final String TOO_LARGE = "Request too large";

    private final Event<BodyLimit.Refused> refusals;

    ProblemMappers(Event<BodyLimit.Refused> refusals) {
        this.refusals = refusals;
    }

    @ServerExceptionMapper
    public Response problem(ProblemException e) {
        Response response = e.problem().toResponse();
        return e.retryAfterSeconds() == 0
                ? response
                : Response.fromResponse(response)
                        .header(HttpHeaders.RETRY_AFTER, e.retryAfterSeconds())
                        .build();
    }

    @ServerExceptionMapper
    public Response invalid(InvalidJson e) {
        return Problem.of(400, e.getMessage(), e.violations()).toResponse();
    }

    @ServerExceptionMapper
    public Response notPublished(NotPublished e) {
        return problem(ProblemException.retryLater(
                503, "Not accepted: " + e.getMessage() + ". Send it again.", RETRY_AFTER_SECONDS));
    }

    @ServerExceptionMapper
    public Response framework(WebApplicationException e) {
        int status = e.getResponse().getStatus();
        Response problem = Problem.of(status, e.getMessage()).toResponse();
        var response = Response.fromResponse(problem);
        Object allow = e.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : response.header(HttpHeaders.ALLOW, allow).build();
    }

    /** A body of no declared length that went on for too long: the framework has answered 413 already. */
    @ServerExceptionMapper
    public Response cutOff(IOException e, ContainerRequestContext request) {
        if (!TOO_LARGE.equals(e.getMessage())) {
            return unexpected(e);
        }
        refusals.fire(new BodyLimit.Refused(request.getUriInfo().getPath(), Problem.of(413, TOO_LARGE)));
        return Response.status(413).build();
    }

    @ServerExceptionMapper
    public Response unexpected(Exception e) {
        Problem problem = Problem.of(500, "Something went wrong here; the log says what.");
        LOG.errorf(e, "a request failed: %s", problem.instance());
        return problem.toResponse();
    }
}
