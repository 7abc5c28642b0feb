// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.volunteerscheduler.contracts.InvalidJson;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.rabbitmq.outbound.NotPublished;

/** Every failure of a request as {@code application/problem+json}; what is our own fault is logged, not shown. */
public class ProblemMappers {

    private static final Logger LOG = Logger.getLogger(ProblemMappers.class);

    private static final int RETRY_AFTER_SECONDS = 5;

    private final boolean hasDatabase;

    ProblemMappers(@ConfigProperty(name = "quarkus.datasource.db-kind") Optional<String> database) {
        this.hasDatabase = database.isPresent();
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
        Response problem = Problem.of(e.getResponse().getStatus()).toResponse();
        Object allow = e.getResponse().getHeaders().getFirst(HttpHeaders.ALLOW);
        return allow == null
                ? problem
                : Response.fromResponse(problem)
                        .header(HttpHeaders.ALLOW, allow)
                        .build();
    }

    @ServerExceptionMapper
    public Response unexpected(Exception e) {
        if (hasDatabase && DatabaseOutage.is(e)) {
            LOG.warnf("a request was told to come back: %s", e.getMessage());
            return problem(
                    ProblemException.retryLater(503, "The database does not answer. Ask again.", RETRY_AFTER_SECONDS));
        }
        Problem problem = Problem.of(500);
        LOG.errorf(e, "a request failed: %s", problem.instance());
        return problem.toResponse();
    }
}
