// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.EmptyDatabase;
import org.volunteerscheduler.platform.test.PackagedService;

/** The Deployments' init container: the service as it is shipped, told to migrate and end. */
class MigrationIT {

    /** A first installation: the pods of all replicas at once, an empty database. */
    @Test
    void ofAllReplicasThatStartAtOnceOneMigratesAndAllEndWell() throws Exception {
        try (EmptyDatabase database = EmptyDatabase.of("commission")) {
            Map<String, String> migrate = Map.of(
                    "POSTGRES_DATABASE",
                    database.name(),
                    "QUARKUS_FLYWAY_MIGRATE_AT_START",
                    "true",
                    "POSTGRES_MIGRATE_ONLY",
                    "true",
                    // It asks nothing of the broker.
                    "RABBITMQ_PORT",
                    "9");
            List<PackagedService> replicas = Stream.generate(() -> PackagedService.start("commission", "none", migrate))
                    .limit(3)
                    .toList();
            assertThat(replicas).allSatisfy(replica -> {
                assertThat(replica.awaitExit()).isZero();
                assertThat(replica.output())
                        .contains("the database is migrated")
                        .doesNotContain("RabbitMQ", "ERROR");
            });
            assertThat(database.count("select count(distinct version) from flyway_schema_history where success"))
                    .isPositive()
                    .isEqualTo(database.count("select count(*) from flyway_schema_history"));
        }
    }
}
