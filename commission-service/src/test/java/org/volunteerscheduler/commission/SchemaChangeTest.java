// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.volunteerscheduler.platform.test.SchemaChangeContract;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class SchemaChangeTest extends SchemaChangeContract {

    private final World world = new World();

    @AfterEach
    void close() {
        world.close();
    }

    @Override
    protected void work(String when) {
        world.chain(3, 2, 1);
        world.send(world.sale(when, 3, "10"), world.sale(when, 3, "11"));
        world.await(when, "settled");
        world.send(world.refund(when, when, "1"), world.refund(when, when, "2"));
        world.await(when, "partially_refunded");
    }

    @Override
    protected void ask(String when) {
        for (String path : List.of(
                "sales?limit=1&status=settled",
                "refunds?limit=1&status=applied",
                "refunds/" + world.transaction(when),
                "sales/" + world.transaction(when),
                "commissions?limit=1&user_id=" + world.id(2))) {
            assertThat(World.get(path).statusCode()).as(path).isEqualTo(200);
        }
        String sale = World.request(world.sale(when + "-by-hand", 3, "10"));
        for (String path : List.of("sales/preview", "sales")) {
            assertThat(World.post(path, sale).statusCode()).as(path).isEqualTo(200);
        }
    }
}
