// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.volunteerscheduler.multiplier.World.AS_OF;
import static org.volunteerscheduler.multiplier.World.LONG_AGO;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.AssignmentChanged.Status;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.multiplier.NaiveMultipliers;
import org.volunteerscheduler.multiplier.NaiveMultipliers.Expected;
import org.volunteerscheduler.multiplier.World;
import org.volunteerscheduler.platform.test.ServiceTest;

/** Who counts in whose downline, however referrers come, change and go round in circles. */
@QuarkusTest
@ServiceTest("multiplier")
class DownlineTest {

    private static final int VOLUNTEERS = 150;
    private static final int UNKNOWN = 999;

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void itIsFiveLevelsDeep() {
        for (int n = 1; n <= 8; n++) {
            world.send(world.volunteer(n, n - 1, 1, AS_OF));
        }
        world.settle();
        world.run(AS_OF);
        assertThat(List.of(downline(1), downline(3), downline(4), downline(8))).containsExactly(5, 5, 4, 0);
    }

    @Test
    void inACircleNobodyCountsTwiceOrForThemselves() {
        world.send(
                world.volunteer(1, 2, 1, AS_OF),
                world.volunteer(2, 1, 1, AS_OF),
                world.volunteer(3, 1, 1, AS_OF),
                world.volunteer(4, 4, 1, AS_OF),
                world.volunteer(5, 4, 1, AS_OF));
        world.settle();
        world.run(AS_OF);
        assertThat(List.of(downline(1), downline(2), downline(3), downline(4), downline(5)))
                .containsExactly(2, 2, 0, 1, 0);
    }

    @Test
    void aReferrerWhoComesLateIsFoundAndOneWhoChangesIsLeft() {
        world.send(world.volunteer(3, 2, 1, AS_OF), world.volunteer(1, 0, 1, AS_OF));
        world.settle();
        world.run(AS_OF);
        assertThat(downline(1)).isZero();

        world.send(world.volunteer(2, 1, 1, AS_OF));
        world.settle();
        world.run(AS_OF.plusSeconds(1));
        assertThat(downline(1)).isEqualTo(2);

        world.send(world.volunteer(2, 0, 1, AS_OF, LONG_AGO.plusSeconds(1)));
        world.settle();
        world.run(AS_OF.plusSeconds(2));
        assertThat(List.of(downline(1), downline(2))).containsExactly(0, 1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everybodyIsAsANaiveComputationHasThem(long seed) {
        Random random = new Random(seed);
        List<Volunteer> known = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (int n = 1; n <= VOLUNTEERS; n++) {
            assignments.addAll(someAssignments(n, random));
            known.add(someone(n, random, LONG_AGO));
        }
        List<Volunteer> sent = new ArrayList<>(known);
        Collections.shuffle(sent, random);
        world.sendAssignments(assignments);
        sent.forEach(world::send);
        world.settle();
        world.run(AS_OF);
        assertAllAsExpected(new NaiveMultipliers(known, assignments, AS_OF));

        for (int n = 1; n <= VOLUNTEERS + 20; n += 1 + random.nextInt(3)) {
            Volunteer changed = someone(n, random, LONG_AGO.plusSeconds(1));
            known.add(changed);
            world.send(changed);
        }
        world.settle();
        Instant nextDay = AS_OF.plus(Duration.ofDays(1));
        world.run(nextDay);
        assertAllAsExpected(new NaiveMultipliers(known, assignments, nextDay));
    }

    private Volunteer someone(int n, Random random, Instant updatedAt) {
        // Mostly somebody before, often somebody after, so that there are circles, and now and then nobody known.
        int referrer =
                switch (random.nextInt(10)) {
                    case 0 -> 0;
                    case 1 -> UNKNOWN;
                    case 2, 3, 4 -> 1 + random.nextInt(VOLUNTEERS);
                    default -> 1 + random.nextInt(Math.min(n, 40));
                };
        Instant last = random.nextInt(4) == 0 ? null : before(random, 60);
        return world.volunteer(n, referrer, 1 + random.nextInt(15), last, updatedAt);
    }

    private List<Assignment> someAssignments(int n, Random random) {
        List<Assignment> assignments = new ArrayList<>();
        for (int i = random.nextInt(random.nextInt(5) == 0 ? 150 : 4); i > 0; i--) {
            Status status = Status.values()[Math.min(3, random.nextInt(8))];
            status = status == Status.REJECTED && random.nextInt(3) > 0 ? Status.APPROVED : status;
            boolean reviewed = status == Status.APPROVED || status == Status.REJECTED;
            assignments.add(world.assignment(n, status, reviewed ? before(random, 70) : null));
        }
        return assignments;
    }

    /** Up to so many days before the instant of the first run, or a day after. */
    private static Instant before(Random random, int days) {
        return AS_OF.plus(Duration.ofDays(1)).minusSeconds(random.nextInt(days * 86_400));
    }

    private void assertAllAsExpected(NaiveMultipliers naive) {
        for (Map.Entry<Long, Expected> expected : naive.all().entrySet()) {
            JsonPath found = World.exact(World.get("multipliers/" + expected.getKey()));
            assertThat(new Expected(
                            found.getInt("approved_tasks"),
                            found.getInt("active_downline"),
                            found.getString("multiplier")))
                    .as("user " + (expected.getKey() - world.id(0)))
                    .isEqualTo(expected.getValue());
        }
    }

    private int downline(int n) {
        return world.multiplier(n).getInt("active_downline");
    }
}
