package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.platform.test.PackagedService;

/** The Deployments' init container: the service as it is shipped, told to migrate and end. */
class MigrationIT {

    private static final String DATABASE = "migration";
    private static final Map<String, String> MIGRATE = Map.of(
            "POSTGRES_DATABASE", DATABASE,
            "QUARKUS_FLYWAY_MIGRATE_AT_START", "true",
            "QUARKUS_INIT_AND_EXIT", "true",
            // It asks nothing of the broker.
            "RABBITMQ_PORT", "9");

    /** A first installation: the pods of all replicas at once, an empty database. */
    @Test
    void ofAllReplicasThatStartAtOnceOneMigratesAndAllEndWell() throws Exception {
        try (Connection admin = connect("postgres", "POSTGRES_ADMIN_USERNAME", "POSTGRES_ADMIN_PASSWORD");
                Statement statement = admin.createStatement()) {
            statement.execute("drop database if exists " + DATABASE + " with (force)");
            statement.execute("create database " + DATABASE + " owner volunteer_scheduler_commission");
        }
        List<PackagedService> replicas = Stream.generate(() -> PackagedService.start("commission", "none", MIGRATE))
                .limit(3)
                .toList();
        assertThat(replicas)
                .allSatisfy(replica -> assertThat(replica.awaitExit()).isZero());
        try (Connection connection = connect(DATABASE, null, "COMMISSION_DB_PASSWORD");
                Statement statement = connection.createStatement();
                ResultSet history = statement.executeQuery(
                        "select count(*), count(distinct version), bool_and(success) from flyway_schema_history")) {
            assertThat(history.next()).isTrue();
            assertThat(history.getInt(1)).isPositive().isEqualTo(history.getInt(2));
            assertThat(history.getBoolean(3)).isTrue();
        }
    }

    private static Connection connect(String database, String userVariable, String passwordVariable)
            throws SQLException {
        String user = userVariable == null ? "volunteer_scheduler_commission" : System.getenv(userVariable);
        String url = "jdbc:postgresql://" + System.getenv("POSTGRES_HOST") + ":" + System.getenv("POSTGRES_PORT") + "/"
                + database;
        return DriverManager.getConnection(url, user, System.getenv(passwordVariable));
    }
}
