// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.math.BigDecimal;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestMulti;
import org.jetbrains.annotations.Nullable;
import org.volunteerscheduler.contracts.TimeLimits;
import org.volunteerscheduler.platform.http.ApiDocument;
import org.volunteerscheduler.platform.http.Csv;
import org.volunteerscheduler.platform.http.InstantRange;
import org.volunteerscheduler.platform.http.Page;
import org.volunteerscheduler.platform.http.ProblemException;
import org.volunteerscheduler.platform.security.Role;

/** Who got what and why: a volunteer's commissions and what refunds took back of them, newest first. */
@Path("/volunteer_scheduler/commissions")
@Tag(name = "commissions", description = "Who earned what from whose purchase")
public class StatementResource {

    private static final Csv<LedgerEntry> CSV = new Csv<>(LedgerEntry.class);

    /** More than any amount of tokens has, before or after the point. */
    private static final int MAX_DIGITS = 40;

    private final Statements statements;

    StatementResource(Statements statements) {
        this.statements = statements;
    }

    /** @param total over the whole range, tokens */
    public record Statement(
            List<LedgerEntry> items, @Nullable String nextCursor, BigDecimal total) {}

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Produces(MediaType.APPLICATION_JSON)
    @Operation(
            operationId = "statement",
            extensions = @Extension(name = ApiDocument.ALSO_CSV, value = "true"),
            summary = "A volunteer's statement",
            description =
                    "Entries whose sale was made in [from, to), each an instant or a day in UTC; total over it all."
                            + " Accept: text/csv gives all entries as CSV.")
    @APIResponse(responseCode = "200", description = "Entries, newest first")
    public Uni<Statement> statement(
            @Parameter(required = true) @QueryParam("user_id") String userId,
            @QueryParam("from") String from,
            @QueryParam("to") String to,
            @QueryParam("limit") String limit,
            @QueryParam("cursor") String cursor) {
        long user = required(userId);
        InstantRange range = InstantRange.of(from, to);
        int pageSize = Page.limit(limit);
        return Uni.combine()
                .all()
                .unis(
                        statements.statement(
                                user,
                                range.from(),
                                range.to(),
                                Page.position(cursor, StatementResource::parse),
                                pageSize + 1),
                        statements.total(user, range.from(), range.to()))
                .asTuple()
                .map(found -> {
                    Page<LedgerEntry> page = Page.of(found.getItem1(), pageSize, StatementResource::format);
                    return new Statement(page.items(), page.nextCursor(), found.getItem2());
                });
    }

    @GET
    @RolesAllowed({Role.OPERATOR, Role.VIEWER})
    @Produces(Csv.IF_ASKED_FOR)
    @Operation(hidden = true)
    public RestMulti<String> csv(
            @QueryParam("user_id") String userId, @QueryParam("from") String from, @QueryParam("to") String to) {
        long user = required(userId);
        InstantRange range = InstantRange.of(from, to);
        Multi<String> lines = Multi.createBy()
                .repeating()
                .uni(AtomicReference<LedgerEntry.Position>::new, last -> statements
                        .statement(user, range.from(), range.to(), last.get(), Page.MAX_LIMIT)
                        .invoke(entries -> {
                            if (!entries.isEmpty()) {
                                last.set(entries.getLast().position());
                            }
                        }))
                .whilst(entries -> entries.size() == Page.MAX_LIMIT)
                .map(CSV::lines);
        return Csv.answer(CSV.withHeader(lines));
    }

    private static long required(String userId) {
        Long id = Page.id("user_id", userId);
        if (id == null) {
            throw ProblemException.invalid("user_id", "is required");
        }
        return id;
    }

    private static String format(LedgerEntry entry) {
        return entry.soldAt() + "|" + entry.saleId() + "|" + entry.level() + "|" + entry.refundedBefore();
    }

    private static LedgerEntry.Position parse(String position) {
        String[] parts = position.split("\\|");
        return new LedgerEntry.Position(
                TimeLimits.parse(parts[0]),
                Long.parseLong(parts[1]),
                Integer.parseInt(parts[2]),
                refundedBefore(parts[3]));
    }

    private static BigDecimal refundedBefore(String text) {
        BigDecimal amount = new BigDecimal(text);
        if (amount.precision() > MAX_DIGITS || Math.abs(amount.scale()) > MAX_DIGITS) {
            throw new IllegalArgumentException("no amount of tokens: " + text);
        }
        return amount;
    }
}
