// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Refund;
import org.volunteerscheduler.dev.system.Sale;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.User;

/** Refunds: each decided once, and of every commission exactly that taken back which the rules say. */
final class RefundVerification {

    private static final String REFUNDS =
            "select refund_id, transaction_id || ' ' || coalesce(trim_scale(asked_amount)::text, 'the rest') || ' ' || currency"
                    + " || case when decided_at is null then ', waiting' else ', decided' end from refund";

    private static final String REFUNDED =
            "select transaction_id, trim_scale(sum(amount))::text from refund where sale_id is not null group by 1";

    private static final String REVERSED = """
            select transaction_id, level, sum(reversal.amount)
            from reversal join sale on sale.id = sale_id
            group by 1, 2 order by 1, 2
            """;

    private static final BigDecimal NOTHING = new BigDecimal("0.00");

    private final Installation installation;
    private final Dataset dataset;
    private final WebhookSender sender;
    private final ExpectedCommissions commissions;

    RefundVerification(Installation installation, Dataset dataset, WebhookSender sender) {
        this.installation = installation;
        this.dataset = dataset;
        this.sender = sender;
        this.commissions = new ExpectedCommissions(new Referrals(dataset.volunteers()));
    }

    /** Over HTTP: what each volunteer has earned in total, less what refunds took back. */
    Check statements() {
        Map<Long, BigDecimal> kept = new TreeMap<>();
        dataset.volunteers().forEach(volunteer -> kept.put(volunteer.userId(), NOTHING));
        Map<String, TreeMap<Integer, BigDecimal>> reversed = expectedReversals();
        for (Sale sale : sender.accepted().values()) {
            for (Commission paid : commissions.of(sale)) {
                BigDecimal lost = reversed.getOrDefault(sale.transactionId(), new TreeMap<>())
                        .getOrDefault(paid.level(), NOTHING);
                kept.merge(paid.userId(), paid.amount().add(lost), BigDecimal::add);
            }
        }
        Map<Long, BigDecimal> totals = new TreeMap<>();
        List<Replica> replicas = installation.replicas(Service.COMMISSION);
        for (long userId : kept.keySet()) {
            Answer statement = replicas.get((int) (userId % replicas.size()))
                    .process()
                    .client()
                    .get(User.VIEWER, "/volunteer_scheduler/commissions?limit=1&user_id=" + userId);
            if (statement.isSuccess()) {
                totals.put(userId, statement.body().path("total").decimalValue().setScale(2));
            }
        }
        BigDecimal all = kept.values().stream().reduce(NOTHING, BigDecimal::add);
        return Check.same(
                String.format(
                        "the statements of all %d volunteers sum to what they earned, less refunds: %,.2f",
                        kept.size(), all),
                kept,
                totals);
    }

    List<Check> check() {
        try (DatabaseSession session = installation.database(Service.COMMISSION).open()) {
            return List.of(decided(session), refunded(session), reversed(session), conflicts(session));
        }
    }

    private Check decided(DatabaseSession session) {
        Map<String, String> sent = new TreeMap<>();
        sender.acceptedRefunds()
                .forEach((id, refund) -> sent.put(
                        id,
                        refund.transactionId() + " " + (refund.amount() == null ? "the rest" : plain(refund.amount()))
                                + " " + refund.currency() + ", decided"));
        Map<String, String> recorded = new TreeMap<>();
        session.rows(REFUNDS, row -> recorded.put(row.getString(1), row.getString(2)));
        return Check.same(
                sent.size() + " refunds are decided, each once and as it was sent, and no others exist",
                sent,
                recorded);
    }

    private Check refunded(DatabaseSession session) {
        Map<String, String> expected = new TreeMap<>();
        refundsBySale().forEach((sale, refunds) -> {
            BigDecimal refunded = ExpectedRefunds.refunded(sale, refunds);
            if (refunded.signum() > 0) {
                expected.put(sale.transactionId(), plain(refunded));
            }
        });
        Map<String, String> found = new TreeMap<>();
        session.rows(REFUNDED, row -> found.put(row.getString(1), row.getString(2)));
        return Check.same(
                expected.size() + " sales are refunded, each by as much as its refunds allow", expected, found);
    }

    private Check reversed(DatabaseSession session) {
        Map<String, TreeMap<Integer, BigDecimal>> expected = expectedReversals();
        Map<String, TreeMap<Integer, BigDecimal>> found = new TreeMap<>();
        session.rows(REVERSED, row -> found.computeIfAbsent(row.getString(1), any -> new TreeMap<>())
                .put(row.getInt(2), row.getBigDecimal(3)));
        int levels = expected.values().stream().mapToInt(Map::size).sum();
        return Check.same(levels + " commissions are taken back, each by exactly what the rules give", expected, found);
    }

    private Check conflicts(DatabaseSession session) {
        double conflicts = session.number("select count(*) from refund_conflict");
        return Check.isTrue("no refund contradicted another", conflicts == 0, conflicts + " conflicts");
    }

    /** Each applied refund once, however often it was announced. */
    Check announcements(AnnouncementListener listener) {
        Map<String, TreeMap<Integer, BigDecimal>> announced = new TreeMap<>();
        listener.reversalsByRefund().forEach((refundId, reversals) -> {
            Refund refund = sender.acceptedRefunds().get(refundId);
            String sale = refund == null ? refundId : refund.transactionId();
            for (Commission reversal : reversals) {
                announced
                        .computeIfAbsent(sale, any -> new TreeMap<>())
                        .merge(reversal.level(), reversal.amount(), BigDecimal::add);
            }
        });
        return Check.same(
                "what is announced of refunds adds up to what they took back", expectedReversals(), announced);
    }

    private Map<String, TreeMap<Integer, BigDecimal>> expectedReversals() {
        Map<String, TreeMap<Integer, BigDecimal>> bySale = new TreeMap<>();
        refundsBySale().forEach((sale, refunds) -> {
            TreeMap<Integer, BigDecimal> reversed =
                    ExpectedRefunds.reversed(sale, commissions.of(sale), ExpectedRefunds.refunded(sale, refunds));
            if (!reversed.isEmpty()) {
                bySale.put(sale.transactionId(), reversed);
            }
        });
        return bySale;
    }

    private Map<Sale, List<Refund>> refundsBySale() {
        Map<Sale, List<Refund>> bySale = new HashMap<>();
        new TreeMap<>(sender.acceptedRefunds()).values().forEach(refund -> {
            Sale sale = sender.accepted().get(refund.transactionId());
            if (sale != null) {
                bySale.computeIfAbsent(sale, any -> new ArrayList<>()).add(refund);
            }
        });
        return bySale;
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }
}
