// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.volunteerscheduler.platform.test.SchemaChangeContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("budget")
class SchemaChangeTest extends SchemaChangeContract {

    private final World world = new World();
    private int month = 1;
    private long run;

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected void work(String when) {
        world.volunteer(1, 0, 1)
                .approved(1, 5, 100, Instant.parse("2024-%02d-15T12:00:00Z".formatted(month)))
                .multiplier(1, "1.5", World.LONG_AGO)
                .send();
        run = World.run(fields(++month)).getLong("id");
    }

    private String fields(int month) {
        return "\"period\":\"monthly\",\"pool_amount\":10,\"as_of\":\"2024-%02d-01T00:00:00Z\",\"organization_id\":%d"
                .formatted(month, world.id(1));
    }

    @Override
    protected void ask(String when) {
        for (String path : List.of(
                "budgets/runs?limit=1",
                "budgets/runs/" + run,
                "budgets/runs/" + run + "/allocations",
                "budgets/calendar?period=monthly&from=2024-01-01&to=2025-01-01&organization_id=" + world.id(1))) {
            assertThat(World.get(path).statusCode()).as(path).isEqualTo(200);
        }
        for (String path : List.of("budgets/preview", "budgets/runs")) {
            assertThat(World.post(path, "{" + fields(month) + "}").statusCode())
                    .as(path)
                    .isEqualTo(200);
        }
    }
}
