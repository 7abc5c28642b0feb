// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.budget.World;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.platform.test.ServiceTest;

/**
 * Whole random worlds, with everything at the edges of windows, referrals in circles and many equal scores, compared
 * line by line with a computation that reads rules.md as a person with paper would: volunteer by volunteer.
 */
@QuarkusTest
@ServiceTest("budget")
class RandomWorldTest {

    private static final int VOLUNTEERS = 120;
    private static final int EVERYBODY = 0;
    private static final MathContext MANY_DIGITS = new MathContext(80);

    private final World world = new World();
    private final Map<Integer, Volunteer> volunteers = new HashMap<>();
    private final List<Task> tasks = new ArrayList<>();

    @AfterEach
    void close() {
        world.close();
    }

    private record Volunteer(int organization, int referrer, BigDecimal multiplier) {}

    private record Task(int volunteer, Status status, int xp, int level, Instant assigned, Instant reviewed) {}

    private record Line(
            int rank,
            int volunteer,
            BigDecimal score,
            int approved,
            BigDecimal work,
            int active,
            int rejected,
            int overdue,
            BigDecimal multiplier,
            BigDecimal amount) {}

    /** Each world has a time of its own, so that a run of all organizations meets nobody else's volunteers. */
    @ParameterizedTest
    @CsvSource({
        "1, weekly, 2001-01-07T00:00:00Z, 2001-01-14T00:00:00Z, 1000",
        "2, weekly, 2001-02-04T00:00:00Z, 2001-02-11T00:00:00Z, 0.17",
        "3, weekly, 2001-12-30T00:00:00Z, 2002-01-06T00:00:00Z, 999999999999.99",
        "4, daily, 2002-03-03T00:00:00Z, 2002-03-04T00:00:00Z, 100",
        "5, daily, 2002-04-03T00:00:00Z, 2002-04-04T00:00:00Z, 0.33",
        "6, monthly, 2003-02-01T00:00:00Z, 2003-03-01T00:00:00Z, 5000",
        "7, monthly, 2004-02-01T00:00:00Z, 2004-03-01T00:00:00Z, 0.57",
        "8, monthly, 2005-12-01T00:00:00Z, 2006-01-01T00:00:00Z, 123456.78",
    })
    void aRunPaysWhatTheRulesSay(long seed, String period, Instant start, Instant end, BigDecimal pool) {
        invent(new Random(seed), period, start, end);
        for (int organization : List.of(1, 2, EVERYBODY)) {
            JsonPath run = World.run("\"period\":\"%s\",\"as_of\":\"%s\",\"pool_amount\":%s%s"
                    .formatted(
                            period,
                            end,
                            pool,
                            organization == EVERYBODY ? "" : ",\"organization_id\":" + world.id(organization)));
            List<Line> eligible = eligible(period, organization, start, end);
            List<Line> expected = paid(period, pool, eligible);
            assertThat(lines(World.allocations(run))).containsExactlyElementsOf(expected);
            assertThat(run.getInt("eligible")).isEqualTo(eligible.size());
            assertThat(run.getInt("paid")).isEqualTo(expected.size());
            BigDecimal distributed = expected.stream().map(Line::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
            assertThat(run.getObject("distributed", BigDecimal.class)).isEqualByComparingTo(distributed);
            assertThat(run.getObject("undistributed", BigDecimal.class))
                    .isEqualByComparingTo(pool.subtract(distributed));
        }
    }

    private void invent(Random random, String period, Instant start, Instant end) {
        Duration moment = Duration.ofNanos(1000);
        Instant week = end.minus(Duration.ofDays(7));
        List<Instant> times = List.of(
                start.minus(moment),
                start,
                start.plus(Duration.between(start, end).dividedBy(2)),
                end.minus(moment),
                end,
                end.plusSeconds(1));
        int most = period.equals("monthly") ? 18 : period.equals("weekly") ? 8 : 4;
        for (int n = 1; n <= VOLUNTEERS; n++) {
            // Anybody may have brought in anybody, so chains run in circles; some never had, or were never heard of.
            int referrer = random.nextInt(4) == 0 ? 0 : 1 + random.nextInt(VOLUNTEERS + 5);
            boolean hasMultiplier = random.nextInt(3) > 0;
            BigDecimal multiplier =
                    hasMultiplier ? BigDecimal.valueOf(10_000 + random.nextInt(20_001), 4) : BigDecimal.ONE;
            volunteers.put(n, new Volunteer(1 + random.nextInt(2), referrer, multiplier));
            world.volunteer(n, referrer, volunteers.get(n).organization);
            if (hasMultiplier) {
                world.multiplier(n, multiplier.toPlainString(), start);
            }
        }
        for (int n = 1; n <= VOLUNTEERS + 2; n++) {
            for (int i = random.nextInt(most); i >= 0; i--) {
                Instant reviewed = random.nextInt(8) > 0 ? times.get(2) : times.get(random.nextInt(times.size()));
                Status status = random.nextInt(6) > 0 ? Status.APPROVED : Status.REJECTED;
                task(
                        n,
                        status,
                        random.nextInt(4) * 5,
                        1 + random.nextInt(2),
                        reviewed.minus(Duration.ofDays(9)),
                        reviewed);
            }
            for (int i = random.nextInt(4); i > 0; i--) {
                Instant assigned =
                        List.of(week, week.minus(moment), week.plusSeconds(1)).get(random.nextInt(3));
                Status status = random.nextBoolean() ? Status.PENDING : Status.SUBMITTED;
                task(n, status, 10, 1, assigned, null);
            }
        }
        world.send();
    }

    private void task(int volunteer, Status status, int xp, int level, Instant assigned, Instant reviewed) {
        tasks.add(new Task(volunteer, status, xp, level, assigned, reviewed));
        world.assignment(volunteer, status, xp, level, assigned, reviewed);
    }

    private List<Line> eligible(String period, int organization, Instant start, Instant end) {
        int least = period.equals("daily") ? 1 : period.equals("weekly") ? 3 : 10;
        List<Line> eligible = new ArrayList<>();
        for (int n : volunteers.keySet()) {
            Volunteer volunteer = volunteers.get(n);
            List<Task> approved = approved(n, start, end);
            if (approved.size() < least || (organization != EVERYBODY && volunteer.organization != organization)) {
                continue;
            }
            int rejected = 0;
            int overdue = 0;
            for (Task task : tasks) {
                if (task.volunteer == n) {
                    boolean inWindow = task.reviewed != null && isIn(task.reviewed, start, end);
                    rejected += task.status == Status.REJECTED && inWindow ? 1 : 0;
                    boolean reviewedInTime = task.reviewed != null && task.reviewed.isBefore(end);
                    overdue += task.assigned.isBefore(end.minus(Duration.ofDays(7))) && !reviewedInTime ? 1 : 0;
                }
            }
            int active = 0;
            for (int member : volunteers.keySet()) {
                active +=
                        isInDownline(member, n) && !approved(member, start, end).isEmpty() ? 1 : 0;
            }
            BigDecimal work = BigDecimal.ZERO;
            for (Task task : approved) {
                work = work.add(new BigDecimal(task.xp * task.level).multiply(new BigDecimal("0.1")));
            }
            BigDecimal points =
                    work.multiply(volunteer.multiplier).add(new BigDecimal(5 * active - 2 * rejected - overdue));
            BigDecimal score = points.signum() < 0 ? BigDecimal.ZERO : points.setScale(2, RoundingMode.HALF_UP);
            eligible.add(new Line(
                    0,
                    n,
                    plain(score),
                    approved.size(),
                    plain(work),
                    active,
                    rejected,
                    overdue,
                    plain(volunteer.multiplier),
                    null));
        }
        eligible.sort(Comparator.comparing(Line::score)
                .reversed()
                .thenComparing(Comparator.comparing(Line::approved).reversed())
                .thenComparing(Line::volunteer));
        return eligible;
    }

    private List<Task> approved(int volunteer, Instant start, Instant end) {
        return tasks.stream()
                .filter(task -> task.volunteer == volunteer
                        && task.status == Status.APPROVED
                        && isIn(task.reviewed, start, end))
                .toList();
    }

    private static boolean isIn(Instant time, Instant start, Instant end) {
        return !time.isBefore(start) && time.isBefore(end);
    }

    /** Whether the member's chain of five meets this volunteer, before it meets anybody twice. */
    private boolean isInDownline(int member, int volunteer) {
        Set<Integer> met = new HashSet<>(Set.of(member));
        int now = member;
        for (int level = 1; level <= 5; level++) {
            now = volunteers.containsKey(now) ? volunteers.get(now).referrer : 0;
            if (now == 0 || !met.add(now)) {
                return false;
            }
            if (now == volunteer) {
                return true;
            }
        }
        return false;
    }

    private static List<Line> paid(String period, BigDecimal pool, List<Line> eligible) {
        int places = period.equals("daily") ? 5 : period.equals("weekly") ? 10 : Math.max(1, eligible.size() / 4);
        List<Line> best = eligible.stream()
                .limit(places)
                .filter(line -> line.score.signum() > 0)
                .toList();
        BigDecimal sum = best.stream().map(Line::score).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal hundredths = pool.multiply(new BigDecimal(100));
        List<BigDecimal> shares = new ArrayList<>();
        for (int i = 0; i < best.size(); i++) {
            BigDecimal proportion = best.get(i).score.divide(sum, MANY_DIGITS);
            BigDecimal part =
                    switch (period) {
                        case "daily" ->
                            new BigDecimal(List.of("0.5", "0.25", "0.15", "0.07", "0.03")
                                    .get(i));
                        case "weekly" -> proportion;
                        default -> {
                            BigDecimal fixed = i < 3 ? new BigDecimal("0.1") : BigDecimal.ZERO;
                            BigDecimal rest = BigDecimal.ONE.subtract(
                                    new BigDecimal("0.1").multiply(new BigDecimal(Math.min(3, best.size()))));
                            yield fixed.add(rest.multiply(proportion));
                        }
                    };
            BigDecimal share = hundredths.multiply(part);
            BigDecimal cap = hundredths.divide(new BigDecimal(2)).setScale(0, RoundingMode.DOWN);
            shares.add(period.equals("monthly") ? share.min(cap) : share);
        }
        return withAmounts(best, shares);
    }

    private static List<Line> withAmounts(List<Line> best, List<BigDecimal> shares) {
        // 80 digits are not infinitely many: a third thrice is a whole, and so are two halves.
        BigDecimal all = shares.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .add(new BigDecimal("1E-40"))
                .setScale(0, RoundingMode.DOWN);
        List<BigDecimal> whole = new ArrayList<>(shares.stream()
                .map(share -> share.add(new BigDecimal("1E-40")).setScale(0, RoundingMode.DOWN))
                .toList());
        int missing = all.subtract(whole.stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .intValueExact();
        List<Integer> byFraction = new ArrayList<>();
        for (int i = 0; i < shares.size(); i++) {
            byFraction.add(i);
        }
        byFraction.sort(Comparator.comparing(
                        (Integer i) -> shares.get(i).subtract(whole.get(i)).setScale(40, RoundingMode.HALF_UP))
                .reversed());
        for (int i = 0; i < missing; i++) {
            whole.set(byFraction.get(i), whole.get(byFraction.get(i)).add(BigDecimal.ONE));
        }
        List<Line> paid = new ArrayList<>();
        for (int i = 0; i < best.size(); i++) {
            Line line = best.get(i);
            if (whole.get(i).signum() > 0) {
                paid.add(new Line(
                        i + 1,
                        line.volunteer,
                        line.score,
                        line.approved,
                        line.work,
                        line.active,
                        line.rejected,
                        line.overdue,
                        line.multiplier,
                        plain(whole.get(i).movePointLeft(2))));
            }
        }
        return paid;
    }

    private List<Line> lines(JsonPath allocations) {
        List<Line> lines = new ArrayList<>();
        List<Integer> volunteersByRank = world.ranked(allocations);
        for (int i = 0; i < volunteersByRank.size(); i++) {
            String item = "items[" + i + "].";
            lines.add(new Line(
                    allocations.getInt(item + "rank"),
                    volunteersByRank.get(i),
                    decimal(allocations, item + "score"),
                    allocations.getInt(item + "approved_tasks"),
                    decimal(allocations, item + "work"),
                    allocations.getInt(item + "active_referrals"),
                    allocations.getInt(item + "rejected"),
                    allocations.getInt(item + "overdue"),
                    decimal(allocations, item + "multiplier"),
                    decimal(allocations, item + "amount")));
        }
        return lines;
    }

    private static BigDecimal decimal(JsonPath json, String path) {
        return plain(json.getObject(path, BigDecimal.class));
    }

    /** Compared as numbers: 10.0 is 10. */
    private static BigDecimal plain(BigDecimal number) {
        return number.signum() == 0 ? BigDecimal.ZERO : number.stripTrailingZeros();
    }
}
