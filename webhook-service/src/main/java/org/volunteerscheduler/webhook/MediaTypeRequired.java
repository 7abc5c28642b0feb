package org.volunteerscheduler.webhook;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.volunteerscheduler.platform.http.ProblemException;

/** A webhook that does not say what it is: the framework refuses a wrong media type, but lets none at all through. */
public class MediaTypeRequired {

    @ServerRequestFilter
    public void refuse(ContainerRequestContext request) {
        if (request.getMethod().equals("POST") && request.getMediaType() == null) {
            throw ProblemException.of(415, "The Content-Type must be application/json.");
        }
    }
}
