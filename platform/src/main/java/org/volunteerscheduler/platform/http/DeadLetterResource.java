package org.volunteerscheduler.platform.http;

import io.smallrye.common.annotation.Blocking;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.volunteerscheduler.platform.AuditLog;
import org.volunteerscheduler.platform.messaging.DeadLetter;
import org.volunteerscheduler.platform.messaging.DeadLetters;
import org.volunteerscheduler.platform.security.Role;

/** Failed messages, over HTTP. Each domain service says at which path. */
@Blocking
@Produces(MediaType.APPLICATION_JSON)
public abstract class DeadLetterResource {

    private final DeadLetters deadLetters;
    private final AuditLog audit;

    protected DeadLetterResource(DeadLetters deadLetters, AuditLog audit) {
        this.deadLetters = deadLetters;
        this.audit = audit;
    }

    /** @param redriven how many messages went back to their queue */
    public record Redriven(int redriven) {}

    /** @param discarded how many messages are gone for good */
    public record Discarded(int discarded) {}

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Operation(
            summary = "Failed messages, newest first",
            description = "What was tried in vain, or can never succeed, with its reason. Long bodies are cut here.")
    public Page<DeadLetter> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int most = Page.limit(limit);
        return Page.of(
                deadLetters.list(Page.position(cursor, DeadLetterResource::parse), most + 1),
                most,
                letter -> letter.lastFailure() + " " + letter.id());
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Path("/{id}")
    @Operation(summary = "One failed message, whole")
    @APIResponse(responseCode = "200", description = "The message")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public DeadLetter find(@PathParam("id") String id) {
        return deadLetters.find(id).orElseThrow(() -> notFound(id));
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/{id}/redrive")
    @Operation(summary = "One failed message back to its queue", description = "With priority 5 and its own id.")
    @APIResponse(responseCode = "200", description = "It is back at work")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public Redriven redrive(@PathParam("id") String id, @Context SecurityContext caller) {
        int redriven = change(caller, "dead_letter.redrive", id, done -> deadLetters.redrive(id, done));
        if (redriven == 0) {
            throw notFound(id);
        }
        return new Redriven(redriven);
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/redrive")
    @Operation(summary = "All failed messages back to their queues", description = "Those that lie there now.")
    public Redriven redriveAll(@Context SecurityContext caller) {
        return new Redriven(change(caller, "dead_letter.redrive_all", "all", deadLetters::redriveAll));
    }

    @DELETE
    @RolesAllowed(Role.OPERATOR)
    @Path("/{id}")
    @Operation(summary = "One failed message thrown away, for good")
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    public Discarded discard(@PathParam("id") String id, @Context SecurityContext caller) {
        int discarded = change(caller, "dead_letter.discard", id, done -> deadLetters.discard(id, done));
        if (discarded == 0) {
            throw notFound(id);
        }
        return new Discarded(discarded);
    }

    /** In the audit log before and after, so that a crash in the middle leaves a trace too. */
    private int change(SecurityContext caller, String what, String id, Consumer<IntConsumer> change) {
        String who = caller.getUserPrincipal().getName();
        audit.record(who, what, "begun", id, Map.of());
        AtomicInteger done = new AtomicInteger();
        String outcome = "failed";
        try {
            change.accept(done::addAndGet);
            outcome = done.get() > 0 ? "done" : "not found";
        } finally {
            audit.record(who, what, outcome, id, Map.of("messages", done.get()));
        }
        return done.get();
    }

    private static ProblemException notFound(String id) {
        return ProblemException.of(404, "There is no dead letter with the id " + id + ".");
    }

    private static DeadLetters.Position parse(String cursor) {
        int space = cursor.indexOf(' ');
        return new DeadLetters.Position(Instant.parse(cursor.substring(0, space)), cursor.substring(space + 1));
    }
}
