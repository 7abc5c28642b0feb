// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.smallrye.mutiny.Uni;
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
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.IntConsumer;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.platform.audit.AuditLog;
import org.volunteerscheduler.platform.security.Role;
import org.volunteerscheduler.rabbitmq.failure.Busy;
import org.volunteerscheduler.rabbitmq.failure.DeadLetter;
import org.volunteerscheduler.rabbitmq.failure.DeadLetters;

/** Failed messages, over HTTP. Each domain service says at which path. */
@Tag(name = "dead letters", description = "Messages that failed for good, until a person decides about them")
@Produces(MediaType.APPLICATION_JSON)
public abstract class DeadLetterResource {

    private static final int RETRY_AFTER_SECONDS = 5;
    private static final String SEARCH =
            "The first of this id. It is looked for from the head of each queue, for 30 seconds by default.";

    private final DeadLetters deadLetters;
    private final AuditLog audit;

    protected DeadLetterResource(DeadLetters deadLetters, AuditLog audit) {
        this.deadLetters = deadLetters;
        this.audit = audit;
    }

    /**
     * Some of the dead letters, newest first.
     *
     * @param nextCursor what to ask with for the next page; null on the last one
     * @param total how many there are; the list goes no further than the first {@value DeadLetters#LISTED} of each queue
     */
    public record Letters(List<DeadLetter> items, @Nullable String nextCursor, long total) {}

    /** @param redriven how many messages went back to their queue */
    public record Redriven(int redriven) {}

    /**
     * @param redriven how many messages went back to their queues
     * @param left how many still lie there, for which the time of one request was too short; 0: all are back
     */
    public record AllRedriven(int redriven, long left) {}

    /** @param discarded how many messages are gone for good */
    public record Discarded(int discarded) {}

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Operation(
            operationId = "listDeadLetters",
            summary = "Failed messages, newest first",
            description = "What was tried in vain, or can never succeed, with its reason. Long bodies are cut here. Of"
                    + " each queue the first 1000 are listed, in the order in which it hands them out (higher"
                    + " priorities, then older ones first); the others come to light as those are brought back or"
                    + " discarded. One person at a time may look; 503 says that somebody else does.")
    public Uni<Letters> list(@QueryParam("limit") String limit, @QueryParam("cursor") String cursor) {
        int pageSize = Page.limit(limit);
        return answered(deadLetters
                .list(Page.position(cursor, DeadLetterResource::parse), pageSize + 1)
                .map(listed -> {
                    Page<DeadLetter> page =
                            Page.of(listed.letters(), pageSize, letter -> letter.lastFailure() + " " + letter.id());
                    return new Letters(page.items(), page.nextCursor(), listed.total());
                }));
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Path("/{id}")
    @Operation(operationId = "findDeadLetter", summary = "One failed message, whole", description = SEARCH)
    @APIResponse(responseCode = "200", description = "The message")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    @APIResponse(responseCode = "503", description = "Not found in the time there is, or somebody else is looking")
    public Uni<DeadLetter> find(@Parameter(description = "The message's id") @PathParam("id") String id) {
        return answered(deadLetters.find(id).map(found -> found.orElseThrow(() -> notFound(id))));
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/{id}/redrive")
    @Operation(
            operationId = "redriveDeadLetter",
            summary = "One failed message back to its queue",
            description = "With priority 5 and its own id. " + SEARCH)
    @APIResponse(responseCode = "200", description = "It is back at work")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    @APIResponse(responseCode = "503", description = "Not found in the time there is, or somebody else is looking")
    public Uni<Redriven> redrive(
            @Parameter(description = "The message's id") @PathParam("id") String id, @Context SecurityContext caller) {
        return change(caller, "dead_letter.redrive", id, done -> deadLetters.redrive(id, done))
                .map(redriven -> {
                    if (redriven == 0) {
                        throw notFound(id);
                    }
                    return new Redriven(redriven);
                });
    }

    @POST
    @RolesAllowed(Role.OPERATOR)
    @Path("/redrive")
    @Operation(
            operationId = "redriveDeadLetters",
            summary = "All failed messages back to their queues",
            description = "Those that lie there now, or as many as there is time for in one request (30 seconds by"
                    + " default): then left says how many are still there, and asking again goes on.")
    public Uni<AllRedriven> redriveAll(@Context SecurityContext caller) {
        AtomicLong left = new AtomicLong();
        return change(caller, "dead_letter.redrive_all", "all", done -> deadLetters
                        .redriveAll(done)
                        .invoke(left::set)
                        .replaceWithVoid())
                .map(redriven -> new AllRedriven(redriven, left.get()));
    }

    @DELETE
    @RolesAllowed(Role.OPERATOR)
    @Path("/{id}")
    @Operation(
            operationId = "discardDeadLetter",
            summary = "One failed message thrown away, for good",
            description = SEARCH)
    @APIResponse(responseCode = "200", description = "It is gone")
    @APIResponse(responseCode = "404", description = "There is none of this id")
    @APIResponse(responseCode = "503", description = "Not found in the time there is, or somebody else is looking")
    public Uni<Discarded> discard(
            @Parameter(description = "The message's id") @PathParam("id") String id, @Context SecurityContext caller) {
        return change(caller, "dead_letter.discard", id, done -> deadLetters.discard(id, done))
                .map(discarded -> {
                    if (discarded == 0) {
                        throw notFound(id);
                    }
                    return new Discarded(discarded);
                });
    }

    /** In the audit log before and after, so that a crash in the middle leaves a trace too. */
    private Uni<Integer> change(
            SecurityContext caller, String what, String id, Function<IntConsumer, Uni<Void>> change) {
        String who = caller.getUserPrincipal().getName();
        audit.record(who, what, "begun", id, Map.of());
        AtomicInteger done = new AtomicInteger();
        return answered(change.apply(done::addAndGet)
                .onItemOrFailure()
                .invoke((nothing, failure) -> {
                    String outcome = failure != null ? "failed" : done.get() > 0 ? "done" : "not found";
                    audit.record(who, what, outcome, id, Map.of("messages", done.get()));
                })
                .map(nothing -> done.get()));
    }

    private static <T> Uni<T> answered(Uni<T> answer) {
        return answer.onFailure(Busy.class)
                .transform(busy -> ProblemException.retryLater(
                        503, "Not done: " + busy.getMessage() + ". Ask again.", RETRY_AFTER_SECONDS))
                .onFailure(DeadLetters.SearchEnded.class)
                .transform(ended -> ProblemException.of(
                        503,
                        "Not found yet: " + ended.getMessage()
                                + ". Bring back or discard those in front of it first, or all."));
    }

    private static ProblemException notFound(String id) {
        return ProblemException.of(404, "There is no dead letter with the id " + id + ".");
    }

    private static DeadLetters.Position parse(String cursor) {
        int space = cursor.indexOf(' ');
        return new DeadLetters.Position(Instant.parse(cursor.substring(0, space)), cursor.substring(space + 1));
    }
}
