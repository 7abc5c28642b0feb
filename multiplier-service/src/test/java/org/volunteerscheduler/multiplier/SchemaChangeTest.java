// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.platform.test.SchemaChangeContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("multiplier")
class SchemaChangeTest extends SchemaChangeContract {

    private final World world = new World();
    private Instant asOf = World.AS_OF;
    private long run;

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected void work(String when) {
        asOf = asOf.plus(Duration.ofDays(1));
        world.send(world.volunteer(1, 0, 2, asOf), world.volunteer(2, 1, 1, asOf));
        world.send(world.approved(1, 5, asOf.minusSeconds(60)).toArray(Assignment[]::new));
        world.settle();
        run = world.run(asOf).getLong("id");
    }

    @Override
    protected void ask(String when) {
        for (String path :
                List.of("multipliers/runs?limit=1", "multipliers/runs/" + run, "multipliers/" + world.id(1))) {
            assertThat(World.get(path).statusCode()).as(path).isEqualTo(200);
        }
        assertThat(world.start("operator", World.body(world.organization(), asOf))
                        .statusCode())
                .isEqualTo(200);
    }
}
