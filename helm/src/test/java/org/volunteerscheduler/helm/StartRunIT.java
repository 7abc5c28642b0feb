// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The script of the CronJobs against the services as they are shipped. */
class StartRunIT {

    private static final String VIRTUAL_HOST = "start-run";
    private static final String SCRIPT = "start-run.sh";

    private static final ChartSecrets SECRETS = new ChartSecrets(20);

    private static TestBroker broker;
    private static PackagedService multipliers;
    private static PackagedService budgets;

    @BeforeAll
    static void start() throws SQLException {
        broker = TestBroker.fresh(VIRTUAL_HOST);
        SECRETS.createUsers(VIRTUAL_HOST, "multiplier", "budget");
        multipliers =
                PackagedService.start("multiplier", VIRTUAL_HOST, SECRETS.asFromFiles(SECRETS.ofService("multiplier")));
        budgets = PackagedService.start("budget", VIRTUAL_HOST, SECRETS.asFromFiles(SECRETS.ofService("budget")));
        multipliers.awaitReady();
        budgets.awaitReady();
    }

    @AfterAll
    static void stop() {
        multipliers.close();
        budgets.close();
        broker.close();
    }

    @Test
    void aRunIsStartedAndWaitedForAndItsProgressIsSaid() {
        Script script = run(Map.of("AS_OF", "2024-03-01T02:00:00Z"));
        assertThat(script.output()).contains("is started", "running", "completed", "of", "volunteers");
        assertThat(script.exitCode()).isZero();
    }

    @Test
    void aBudgetIsPaidWithItsPoolAndNeverWithAnother() {
        Map<String, String> weekly = Map.of(
                "RUN", "weekly",
                "SERVICE_URL", "http://127.0.0.1:" + budgets.port(),
                "ORGANIZATION_ID", "7",
                "AS_OF", "2024-03-03T00:00:00Z");
        Script paid = run(with(weekly, "POOL_AMOUNT", "500.50"));
        assertThat(paid.output()).contains("is started", "completed", "undistributed 500.5");
        assertThat(paid.exitCode()).isZero();
        assertThat(run(with(weekly, "POOL_AMOUNT", "500.5")).output()).contains("was there already", "completed");
        Script another = run(with(weekly, "POOL_AMOUNT", "400"));
        assertThat(another.output()).contains("refused with 409");
        assertThat(another.exitCode()).isEqualTo(2);
    }

    private static Map<String, String> with(Map<String, String> settings, String name, String value) {
        Map<String, String> more = new HashMap<>(settings);
        more.put(name, value);
        return more;
    }

    @Test
    void startedTwiceItIsOneRunAndBothSucceed() throws Exception {
        Map<String, String> same = Map.of("AS_OF", "2024-03-02T02:00:00Z");
        CompletableFuture<Script> first = CompletableFuture.supplyAsync(() -> run(same));
        Script second = run(same);
        assertThat(first.get().exitCode()).isZero();
        assertThat(second.exitCode()).isZero();
        assertThat(first.get().output() + second.output())
                .containsOnlyOnce("is started")
                .containsOnlyOnce("was there already");
        assertThat(run(same).output()).contains("was there already", "completed");
    }

    @Test
    void allTriesOfAJobAskForTheMinuteThatItWasDueAt() {
        Instant due = Instant.now().truncatedTo(ChronoUnit.MINUTES).minus(7, ChronoUnit.MINUTES);
        String job = "volunteer-scheduler-multipliers-" + due.getEpochSecond() / 60;
        assertThat(run(Map.of("JOB_NAME", job)).output()).contains("\"as_of\":\"" + due + "\"");
        assertThat(run(Map.of("JOB_NAME", "multipliers-by-hand")).output()).contains("for {}");
    }

    /** Whatever is due now would be another run than was meant, and its success no success. */
    @ParameterizedTest
    @CsvSource({
        "JOB_NAME, multipliers-20240101",
        "JOB_NAME, multipliers-99999999",
        "JOB_NAME, multipliers-29000000",
        "AS_OF, yesterday",
        "AS_OF, 2024-03-01",
        "AS_OF, 2024-03-01T02:00:00+01:00",
        "AS_OF, '2024-03-01T02:00:00Z\",\"organization_id\":\"7'"
    })
    void anInstantThatCannotBeComputedIsAnError(String variable, String value) {
        Script script = run(Map.of(variable, value));
        assertThat(script.output()).contains("AS_OF").doesNotContain("asking");
        assertThat(script.exitCode()).isEqualTo(2);
    }

    /** The cluster's clock is ahead of the service's, as far as the service can tell. */
    @Test
    void whatIsDueBeforeTheServicesClockIsWaitedForAndNotRefused() {
        Instant due = Instant.now().plusSeconds(6).truncatedTo(ChronoUnit.SECONDS);
        Script script = run(Map.of("AS_OF", due.toString()));
        assertThat(script.output())
                .contains("answered 503: as_of is", "trying again", "completed")
                .doesNotContain("refused");
        assertThat(script.exitCode()).isZero();
        assertThat(Instant.now()).isAfterOrEqualTo(due);
    }

    /** A service that answers with a run of another period, as it is there already. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "multipliers|2024-03-01T02:00:00Z|\"as_of\":\"2024-03-01T02:00:00Z\"|0",
                "multipliers|2024-03-01T02:00:00Z|\"as_of\":\"2024-03-02T02:00:00Z\"|1",
                "weekly|2024-03-03T00:00:00Z|\"period\":\"weekly\",\"window_end\":\"2024-03-03T00:00:00Z\"|0",
                "weekly|2024-03-08T23:59:00Z|\"period\":\"weekly\",\"window_end\":\"2024-03-02T23:00:00Z\"|0",
                "weekly|2024-03-03T00:00:00Z|\"period\":\"daily\",\"window_end\":\"2024-03-03T00:00:00Z\"|1",
                "weekly|2024-03-03T00:00:00Z|\"period\":\"weekly\",\"window_end\":\"2024-03-10T00:00:00Z\"|1",
                "weekly|2024-03-03T00:00:00Z|\"period\":\"weekly\",\"window_end\":\"2024-02-18T00:00:00Z\"|1",
                "monthly|2024-03-01T00:00:00Z|\"period\":\"monthly\",\"window_end\":\"2024-03-01T00:00:00Z\"|0",
                "monthly|2024-03-31T23:59:59Z|\"period\":\"monthly\",\"window_end\":\"2024-02-29T23:00:00Z\"|0",
                "monthly|2025-01-01T00:00:00Z|\"period\":\"monthly\",\"window_end\":\"2024-11-01T00:00:00Z\"|1",
                "daily|2025-01-01T00:00:00Z|\"period\":\"daily\",\"window_end\":\"2024-12-31T22:00:00Z\"|0",
                "daily|2025-01-01T00:00:00Z|\"period\":\"daily\",\"window_end\":\"2024-12-28T00:00:00Z\"|1",
                "daily|2025-01-01T00:00:00Z|\"period\":\"daily\"|1"
            })
    void successIsSaidOfTheRunThatWasAskedForAlone(String run, String asOf, String answered, int exitCode)
            throws IOException {
        byte[] body = ("{\"id\":1,\"organization_id\":null," + answered + ",\"status\":\"completed\"}")
                .getBytes(StandardCharsets.UTF_8);
        HttpServer service = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        service.createContext("/", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        service.start();
        try {
            Script script = run(Map.of(
                    "RUN", run,
                    "SERVICE_URL", "http://127.0.0.1:" + service.getAddress().getPort(),
                    "AS_OF", asOf));
            assertThat(script.exitCode()).as(script.output()).isEqualTo(exitCode);
            assertThat(script.output()).contains(exitCode == 0 ? "completed" : "another one than was asked for");
        } finally {
            service.stop(0);
        }
    }

    @Test
    void aFailedRunIsAFailureAndTheNextTryTakesItUp() throws Exception {
        Map<String, String> same = Map.of("AS_OF", "2024-03-03T02:00:00Z", "TIMEOUT_SECONDS", "60");
        sql("insert into volunteer (user_id, organization_id, level, updated_at) values (7, 7, 1, now())"
                + " on conflict do nothing");
        sql("alter table assignment rename to assignment_away");
        Script failed;
        try {
            failed = run(same);
        } finally {
            sql("alter table assignment_away rename to assignment");
        }
        assertThat(failed.output()).contains("failed:", "assignment");
        assertThat(failed.exitCode()).isEqualTo(1);
        Script next = run(same);
        assertThat(next.output()).contains("was there already", "completed");
        assertThat(next.exitCode()).isZero();
    }

    @Test
    void refusedItSaysWhyAndThatTryingAgainIsOfNoUse() {
        Script stranger = run(Map.of("SCHEDULER_PASSWORD", "wrong \"one\\"));
        assertThat(stranger.output()).contains("refused with 401", "SCHEDULER_PASSWORD");
        assertThat(stranger.exitCode()).isEqualTo(2);
        Script future = run(Map.of("AS_OF", "2098-01-01T00:00:00Z"));
        assertThat(future.output()).contains("refused with 400", "as_of");
        assertThat(future.exitCode()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pass\nword", "pass\u0085word", "pass\u007Fword"})
    void aPasswordThatCannotBeUsedIsNamed(String password) {
        Script script = run(Map.of("SCHEDULER_PASSWORD", password));
        assertThat(script.output()).contains("SCHEDULER_PASSWORD must not contain control characters");
        assertThat(script.exitCode()).isEqualTo(2);
    }

    @Test
    void withoutWhatItNeedsItSaysWhatIsMissing() {
        Script script = run(Map.of("SCHEDULER_PASSWORD", " \n"));
        assertThat(script.output()).contains("SCHEDULER_PASSWORD is not set");
        assertThat(script.exitCode()).isEqualTo(2);
        assertThat(run(Map.of("RUN", "yearly")).exitCode()).isEqualTo(2);
    }

    @Test
    void aServiceThatIsAwayIsAskedAgainUntilItsTimeIsUp() {
        Script script = run(Map.of("SERVICE_URL", "http://127.0.0.1:9", "TIMEOUT_SECONDS", "4"));
        assertThat(script.output()).contains("nobody answers; trying again", "gave up after 4 s");
        assertThat(script.exitCode()).isEqualTo(1);
    }

    @Test
    void aServiceThatComesBackIsFound() throws Exception {
        try (var late = PackagedService.start(
                "multiplier", VIRTUAL_HOST, SECRETS.asFromFiles(SECRETS.ofService("multiplier")))) {
            Script script =
                    run(Map.of("SERVICE_URL", "http://127.0.0.1:" + late.port(), "AS_OF", "2024-03-04T02:00:00Z"));
            assertThat(script.output()).contains("nobody answers", "completed");
            assertThat(script.exitCode()).isZero();
        }
    }

    @Test
    void thePasswordIsNoArgumentOfAProcess() throws Exception {
        try (ServerSocket silent = new ServerSocket(0)) {
            Process script = Script.start(
                    SCRIPT, environment(Map.of("SERVICE_URL", "http://127.0.0.1:" + silent.getLocalPort())));
            try {
                Set<String> commands = ConcurrentHashMap.newKeySet();
                await().atMost(Duration.ofSeconds(20)).until(() -> {
                    script.descendants()
                            .forEach(child -> child.info().commandLine().ifPresent(commands::add));
                    return commands.stream().anyMatch(command -> command.contains("curl"));
                });
                assertThat(commands).noneMatch(command -> command.contains(SECRETS.original("scheduler")));
            } finally {
                script.descendants().forEach(ProcessHandle::destroy);
                script.destroy();
            }
        }
    }

    @Test
    void theSchedulersUserMayStartRunsAndNothingElse() throws Exception {
        String user = "scheduler:" + SECRETS.original("scheduler");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest redrive = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + multipliers.port()
                            + "/volunteer_scheduler/multipliers/dead_letters/redrive"))
                    .header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(client.send(redrive, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(403);
        }
    }

    private static Script run(Map<String, String> more) {
        return Script.run(SCRIPT, environment(more));
    }

    private static Map<String, String> environment(Map<String, String> more) {
        Map<String, String> environment = new HashMap<>(Map.of(
                "RUN", "multipliers",
                "SERVICE_URL", "http://127.0.0.1:" + multipliers.port(),
                "TIMEOUT_SECONDS", "60",
                "POLL_SECONDS", "1"));
        environment.putAll(SECRETS.asFromFiles(SECRETS.ofRuns()));
        environment.putAll(more);
        return environment;
    }

    private static void sql(String statement) throws SQLException {
        String url = "jdbc:postgresql://" + Servers.variable("POSTGRES_HOST") + ":" + Servers.variable("POSTGRES_PORT")
                + "/volunteer_scheduler_multiplier";
        try (Connection connection = DriverManager.getConnection(
                        url, "volunteer_scheduler_multiplier", Servers.variable("MULTIPLIER_DB_PASSWORD"));
                var open = connection.createStatement()) {
            open.execute(statement);
        }
    }
}
