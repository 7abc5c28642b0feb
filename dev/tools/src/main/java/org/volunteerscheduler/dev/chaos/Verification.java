package org.volunteerscheduler.dev.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Assignment;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Sale;
import org.volunteerscheduler.dev.chaos.ChaosWorld.Volunteer;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.server.Service;

/** Compares what there is at the end with what there must be. */
final class Verification {

    private static final Duration LONGEST_QUIETING = Duration.ofSeconds(120);
    /** Statuses that promise nothing and ask to send again. */
    private static final List<Integer> SEND_AGAIN = List.of(429, 503);

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
                where user_id = any (?)) as settled
            """;

    private final ChaosStage stage;
    private final ChaosWorld world;
    private final Sender sender;
    private final DomainClient client;
    private final ExpectedCommissions expected;
    private final List<Assignment> assignmentsSent;
    private final List<Check> checks = new ArrayList<>();

    Verification(
            ChaosStage stage, ChaosWorld world, Sender sender, DomainClient client, List<Assignment> assignmentsSent) {
        this.stage = stage;
        this.world = world;
        this.sender = sender;
        this.client = client;
        this.expected = new ExpectedCommissions(new Referrals(world.volunteers()));
        this.assignmentsSent = assignmentsSent;
    }

    List<Check> checks() {
        return checks;
    }

    void healthy(List<Replica> unready) {
        checks.add(new Check(
                "all " + stage.replicas().size() + " services are healthy",
                unready.stream()
                        .map(replica -> replica + " is not ready; see "
                                + replica.process().log())
                        .toList()));
    }

    void answers() {
        List<String> others = new ArrayList<>();
        sender.answers().forEach((status, count) -> {
            if (status != Sender.ACCEPTED && !SEND_AGAIN.contains(status)) {
                others.add(count + " answers " + status);
            }
        });
        checks.add(new Check("the doors answered 202, or asked to send again", others));
        checks.add(Check.same(
                sender.accepted().size() + " sales were answered 202, as many as were sent",
                new TreeMap<>(sender.sent()),
                new TreeMap<>(sender.accepted())));
    }

    /** @return whether everything is settled and every queue is empty before two minutes are over */
    boolean awaitQuiet() throws InterruptedException {
        long deadline = System.nanoTime() + LONGEST_QUIETING.toNanos();
        while (System.nanoTime() < deadline) {
            if (openSales() == 0 && isEmpty(stage.broker().queues())) {
                return true;
            }
            Thread.sleep(Duration.ofMillis(500));
        }
        return false;
    }

    private long openSales() {
        return query(
                        Service.COMMISSION,
                        "select count(*) filter (where settled_at is not null) from sale",
                        rows -> sender.accepted().size() - rows.getLong(1))
                .getFirst();
    }

    private boolean isEmpty(Map<String, Long> queues) {
        return queues.entrySet().stream()
                .allMatch(queue -> queue.getValue() == 0
                        || queue.getKey().equals(ChaosStage.LISTENER)
                        || isNobodys(queue.getKey()));
    }

    /** In the short form not every service takes part, and the queues of the others fill up. */
    private boolean isNobodys(String queueName) {
        boolean multipliers = queueName.startsWith(Queue.MULTIPLIERS.queueName())
                || queueName.startsWith(Queue.FACTS_MULTIPLIERS.queueName());
        boolean budgets = queueName.startsWith(Queue.BUDGETS.queueName())
                || queueName.startsWith(Queue.FACTS_BUDGETS.queueName());
        return multipliers && !stage.has(Service.MULTIPLIER) || budgets && !stage.has(Service.BUDGET);
    }

    /** Through the public door: what each volunteer has earned together. */
    void statements() throws InterruptedException {
        Map<Long, BigDecimal> sums = new TreeMap<>();
        world.volunteers().forEach(volunteer -> sums.put(volunteer.userId(), new BigDecimal("0.00")));
        for (Sale sale : sender.accepted().values()) {
            expected.of(sale).forEach(paid -> sums.merge(paid.userId(), paid.amount(), BigDecimal::add));
        }
        Map<Long, BigDecimal> totals = new TreeMap<>();
        for (long userId : sums.keySet()) {
            List<Replica> replicas = stage.replicas(Service.COMMISSION);
            int port = replicas.get((int) (userId % replicas.size())).process().port();
            Optional<JsonNode> statement = client.get(port, "commissions?limit=1&user_id=" + userId);
            statement.ifPresent(found ->
                    totals.put(userId, found.path("total").decimalValue().setScale(2)));
        }
        BigDecimal all = sums.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        checks.add(Check.same(
                "the statements of all " + sums.size() + " volunteers sum to what they earned: "
                        + String.format("%,.2f", all),
                sums,
                totals));
    }

    /** After the services have stopped, so that nothing is in anybody's hands. */
    void queues() {
        Map<String, Long> full = new TreeMap<>();
        Map<String, Long> dead = new TreeMap<>();
        int queues = 0;
        try (Connection connection = stage.broker().connect()) {
            for (String name : stage.broker().queues().keySet()) {
                try (Channel channel = connection.createChannel()) {
                    long messages = channel.messageCount(name);
                    queues++;
                    if (messages > 0 && !isNobodys(name)) {
                        (name.endsWith(".dead") ? dead : full).put(name, messages);
                    }
                }
            }
        } catch (IOException | TimeoutException e) {
            throw new Failure("the queues cannot be counted", e);
        }
        checks.add(Check.same("none of " + queues + " queues holds anything", Map.of(), full));
        checks.add(Check.same("no message was given up: all dead-letter queues are empty", Map.of(), dead));
    }

    void sales() {
        Map<String, String> sold = new TreeMap<>();
        Map<String, List<Commission>> earned = new TreeMap<>();
        int entries = 0;
        for (Sale sale : sender.accepted().values()) {
            sold.put(
                    sale.transactionId(),
                    sale.buyerId() + " buys "
                            + sale.amount().stripTrailingZeros().toPlainString() + " at "
                            + BigDecimal.valueOf(sale.soldAt().toEpochMilli(), 3)
                                    .toPlainString() + ", settled");
            List<Commission> commissions = expected.of(sale);
            entries += commissions.size();
            if (!commissions.isEmpty()) {
                earned.put(sale.transactionId(), commissions);
            }
        }
        Map<String, String> recorded = new TreeMap<>();
        query(Service.COMMISSION, SALES, rows -> recorded.put(rows.getString(1), rows.getString(2)));
        checks.add(Check.same(
                sold.size() + " sales are settled, each once and as it was sent, and no others exist", sold, recorded));
        Map<String, List<Commission>> ledger = new TreeMap<>();
        List<String> odd = new ArrayList<>();
        query(Service.COMMISSION, ENTRIES, rows -> {
            String sale = String.valueOf(rows.getString(1));
            if (rows.getBoolean(5) || rows.getBigDecimal(6) != null) {
                odd.add(sale + ": a reversal, or with a multiplier");
            }
            return ledger.computeIfAbsent(sale, any -> new ArrayList<>())
                    .add(new Commission(rows.getInt(2), rows.getLong(3), rows.getBigDecimal(4)));
        });
        checks.add(Check.same(entries + " ledger entries, exactly those that the rules give", earned, ledger));
        checks.add(new Check("none of them is a reversal or has a multiplier", odd));
        bookkeeping();
    }

    /** What is counted beside the sales, in the same transaction. */
    private void bookkeeping() {
        BigDecimal amount =
                sender.accepted().values().stream().map(Sale::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        Map<String, String> wanted = new TreeMap<>();
        for (int unit : new int[] {1, 60, 3600}) {
            wanted.put(
                    "per " + unit + " s",
                    sender.accepted().size() + " sales of "
                            + amount.stripTrailingZeros().toPlainString());
        }
        Map<String, String> found = new TreeMap<>();
        query(
                Service.COMMISSION,
                "select unit_seconds, sum(sales), sum(amount) from sale_total group by 1",
                rows -> found.put(
                        "per " + rows.getInt(1) + " s",
                        rows.getLong(2) + " sales of "
                                + rows.getBigDecimal(3).stripTrailingZeros().toPlainString()));
        checks.add(Check.same("the totals for fraud flags count each sale once", wanted, found));
        long conflicts = query(Service.COMMISSION, "select count(*) from sale_conflict", rows -> rows.getLong(1))
                .getFirst();
        checks.add(Check.isTrue("no delivery contradicted another", conflicts == 0, conflicts + " conflicts"));
    }

    Listener announcements() {
        Map<String, List<Commission>> settled = new TreeMap<>();
        sender.accepted().values().forEach(sale -> settled.put(sale.transactionId(), expected.of(sale)));
        Listener listener = Listener.drain(stage.broker());
        checks.add(Check.same(
                settled.size() + " sales are announced, each at least once, with its commissions",
                settled,
                new TreeMap<>(listener.commissionsBySale())));
        checks.add(new Check(
                "whatever was announced again said the same, with the same message id", listener.contradictions()));
        return listener;
    }

    /** Each service's copy of the facts is their latest state. */
    void facts() {
        Map<Long, String> volunteers = new TreeMap<>();
        for (Volunteer volunteer : world.volunteers()) {
            volunteers.put(volunteer.userId(), volunteer.organizationId() + " " + volunteer.referrerId());
        }
        Map<Long, String> assignments = new TreeMap<>();
        Map<Long, Instant> latest = new HashMap<>();
        for (Assignment state : assignmentsSent) {
            if (latest.merge(state.assignmentId(), state.updatedAt(), (a, b) -> a.isAfter(b) ? a : b)
                    .equals(state.updatedAt())) {
                assignments.put(state.assignmentId(), state.userId() + " " + state.status() + " " + state.xpReward());
            }
        }
        for (Service service : List.of(Service.COMMISSION, Service.MULTIPLIER, Service.BUDGET)) {
            if (!stage.has(service)) {
                continue;
            }
            Map<Long, String> known = new TreeMap<>();
            query(
                    service,
                    "select user_id, organization_id || ' ' || coalesce(referrer_id::text, 'null') from volunteer",
                    rows -> known.put(rows.getLong(1), rows.getString(2)));
            checks.add(Check.same(
                    service.serviceName() + " knows all " + volunteers.size() + " volunteers", volunteers, known));
            if (service != Service.COMMISSION) {
                Map<Long, String> tasks = new TreeMap<>();
                query(
                        service,
                        "select assignment_id, user_id || ' ' || status || ' ' || xp_reward from assignment",
                        rows -> tasks.put(rows.getLong(1), rows.getString(2)));
                checks.add(Check.same(
                        service.serviceName() + " knows the latest state of all " + assignments.size() + " assignments",
                        assignments,
                        tasks));
            }
        }
    }

    /** @param last as of when the last run computed, after the last fact */
    void multipliers(MultiplierRuns runs, List<String> open, Instant last, Listener listener) {
        long instants = runs.asOfById().values().stream().distinct().count();
        List<String> faults = new ArrayList<>(open);
        if (instants != runs.asOfById().size()) {
            faults.add(runs.asOfById().size() + " runs for " + instants + " instants: " + runs.asOfById());
        }
        runs.asOfById().keySet().stream()
                .filter(id -> !listener.completedRuns().contains(id))
                .forEach(id -> faults.add("run " + id + " was not announced"));
        checks.add(new Check(
                instants + " multiplier runs, each triggered twice, exist once, are completed and announced", faults));
        Map<Long, BigDecimal> wanted = ExpectedMultipliers.asOf(last, world.volunteers(), assignmentsSent);
        Map<Long, BigDecimal> found = multipliers(Service.MULTIPLIER);
        checks.add(Check.same(
                "the last run gave all " + wanted.size() + " volunteers the multiplier that the rules give",
                wanted,
                found));
        for (Service service : List.of(Service.COMMISSION, Service.BUDGET)) {
            // Who never had another multiplier than 1 was never announced.
            Map<Long, BigDecimal> known = multipliers(service);
            wanted.keySet().forEach(id -> known.putIfAbsent(id, new BigDecimal("1.0000")));
            checks.add(Check.same(service.serviceName() + " has heard of each of these multipliers", wanted, known));
        }
    }

    private Map<Long, BigDecimal> multipliers(Service service) {
        Map<Long, BigDecimal> found = new TreeMap<>();
        query(
                service,
                "select user_id, multiplier from multiplier",
                rows -> found.put(rows.getLong(1), rows.getBigDecimal(2).setScale(4)));
        return found;
    }

    /** From the door's clock to the ledger, of those sales that waited for nobody. */
    String settleTimes() {
        String buyers = world.knownAtFirst().stream()
                .filter(buyer -> expected.referrals().chain(buyer.userId()).stream()
                        .allMatch(id -> world.knownAtFirst().stream().anyMatch(known -> known.userId() == id)))
                .map(buyer -> String.valueOf(buyer.userId()))
                .reduce((one, other) -> one + "," + other)
                .orElse("0");
        return query(
                        Service.COMMISSION,
                        TIMES.replace("any (?)", "any ('{" + buyers + "}')"),
                        rows -> String.format(
                                "p50 %.0f ms, p99 %.1f s, longest %.1f s",
                                rows.getDouble(1) * 1000, rows.getDouble(2), rows.getDouble(3)))
                .getFirst();
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(ResultSet rows) throws SQLException;
    }

    private <T> List<T> query(Service service, String sql, Reader<T> reader) {
        try (java.sql.Connection connection = stage.database().connect(ChaosStage.databaseName(service), service);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<T> all = new ArrayList<>();
            while (rows.next()) {
                all.add(reader.read(rows));
            }
            return all;
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }
}
