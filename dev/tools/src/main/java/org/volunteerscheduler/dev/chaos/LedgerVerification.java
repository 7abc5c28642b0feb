// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Sale;
import org.volunteerscheduler.dev.system.Service;

/** Sales and their commissions: each settled once, with exactly the entries that the rules give. */
final class LedgerVerification {

    private static final String SALES =
            "select transaction_id, user_id || ' buys ' || trim_scale(amount) || ' at ' || extract(epoch from sold_at)::numeric(20, 3)"
                    + " || case when settled_at is null then ', waiting' else ', settled' end from sale";

    private static final String ENTRIES = """
            select transaction_id, level, entry.user_id, entry.amount, reversal, multiplier
            from ledger_entry as entry left join sale on sale.id = sale_id
            order by transaction_id, level
            """;

    private static final String TIMES = """
            select percentile_disc(0.5) within group (order by waited), percentile_disc(0.99) within group (order by waited),
                max(waited)
            from (select extract(epoch from settled_at - received_at) as waited from sale
                where user_id = any ('{%s}')) as settled
            """;

    private final Installation installation;
    private final Dataset dataset;
    private final WebhookSender sender;
    private final ExpectedCommissions expected;

    LedgerVerification(Installation installation, Dataset dataset, WebhookSender sender) {
        this.installation = installation;
        this.dataset = dataset;
        this.sender = sender;
        this.expected = new ExpectedCommissions(new Referrals(dataset.volunteers()));
    }

    List<Check> check() {
        List<Check> checks = new ArrayList<>();
        try (DatabaseSession session = installation.database(Service.COMMISSION).open()) {
            checks.add(sales(session));
            checks.addAll(entries(session));
            checks.addAll(bookkeeping(session));
        }
        return checks;
    }

    private Check sales(DatabaseSession session) {
        Map<String, String> sold = new TreeMap<>();
        for (Sale sale : sender.accepted().values()) {
            sold.put(
                    sale.transactionId(),
                    sale.userId() + " buys " + plain(sale.amount()) + " at "
                            + BigDecimal.valueOf(sale.timestamp().toEpochMilli(), 3)
                                    .toPlainString() + ", settled");
        }
        Map<String, String> recorded = new TreeMap<>();
        session.rows(SALES, row -> recorded.put(row.getString(1), row.getString(2)));
        return Check.same(
                sold.size() + " sales are settled, each once and as it was sent, and no others exist", sold, recorded);
    }

    private List<Check> entries(DatabaseSession session) {
        Map<String, List<Commission>> earned = expectedBySale();
        earned.values().removeIf(List::isEmpty);
        Map<String, List<Commission>> ledger = new TreeMap<>();
        List<String> odd = new ArrayList<>();
        session.rows(ENTRIES, row -> {
            String sale = String.valueOf(row.getString(1));
            if (row.getBoolean(5) || row.getBigDecimal(6) != null) {
                odd.add(sale + ": a reversal, or with a multiplier");
            }
            return ledger.computeIfAbsent(sale, any -> new ArrayList<>())
                    .add(new Commission(row.getInt(2), row.getLong(3), row.getBigDecimal(4)));
        });
        int entries = earned.values().stream().mapToInt(List::size).sum();
        return List.of(
                Check.same(entries + " ledger entries, exactly those that the rules give", earned, ledger),
                new Check("none of them is a reversal or has a multiplier", odd));
    }

    /** What is counted beside the sales, in the same transaction. */
    private List<Check> bookkeeping(DatabaseSession session) {
        BigDecimal amount =
                sender.accepted().values().stream().map(Sale::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<String, String> expectedTotals = new TreeMap<>();
        for (int unit : new int[] {1, 60, 3600}) {
            expectedTotals.put("per " + unit + " s", sender.accepted().size() + " sales of " + plain(amount));
        }
        Map<String, String> found = new TreeMap<>();
        session.rows(
                "select unit_seconds, sum(sales), sum(amount) from sale_total group by 1",
                row -> found.put(
                        "per " + row.getInt(1) + " s", row.getLong(2) + " sales of " + plain(row.getBigDecimal(3))));
        double conflicts = session.number("select count(*) from sale_conflict");
        return List.of(
                Check.same("the totals for fraud flags count each sale once", expectedTotals, found),
                Check.isTrue("no delivery contradicted another", conflicts == 0, conflicts + " conflicts"));
    }

    private static String plain(BigDecimal amount) {
        return amount.stripTrailingZeros().toPlainString();
    }

    List<Check> announcements(AnnouncementListener listener) {
        Map<String, List<Commission>> settled = expectedBySale();
        return List.of(
                Check.same(
                        settled.size() + " sales are announced, each at least once, with its commissions",
                        settled,
                        new TreeMap<>(listener.commissionsBySale())),
                new Check("whatever was announced again said the same", listener.contradictions()));
    }

    private Map<String, List<Commission>> expectedBySale() {
        Map<String, List<Commission>> bySale = new TreeMap<>();
        sender.accepted().values().forEach(sale -> bySale.put(sale.transactionId(), expected.of(sale)));
        return bySale;
    }

    /** From receipt to ledger, by the services' clocks, of those sales that waited for nobody. */
    String settleTimes() {
        Set<Long> known = dataset.knownAtFirst().stream().map(Volunteer::userId).collect(Collectors.toSet());
        String buyers = known.stream()
                .filter(buyer -> known.containsAll(expected.referrals().chain(buyer)))
                .map(String::valueOf)
                .collect(Collectors.joining(","));
        try (DatabaseSession session = installation.database(Service.COMMISSION).open()) {
            return session.rows(
                            TIMES.formatted(buyers),
                            row -> String.format(
                                    "p50 %.0f ms, p99 %.1f s, longest %.1f s",
                                    row.getDouble(1) * 1000, row.getDouble(2), row.getDouble(3)))
                    .getFirst();
        }
    }
}
