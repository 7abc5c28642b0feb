package org.volunteerscheduler.dev.bench;

import static org.volunteerscheduler.dev.Environment.required;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.dev.Failure;
import org.volunteerscheduler.dev.server.ServiceProcess;

/** How long a budget run takes from POST to completed, and that it pays what one query says. */
final class BudgetBench {

    private static final Duration LONGEST = Duration.ofSeconds(180);
    private static final int ASK_EVERY_MS = 5;
    private static final String PATH = "/volunteer_scheduler/budgets/runs";
    private static final String WEEK = "\"period\":\"weekly\",\"as_of\":\"2024-12-15T00:00:00Z\",\"pool_amount\":1000";
    private static final String MONTH =
            "\"period\":\"monthly\",\"as_of\":\"2025-01-01T00:00:00Z\",\"pool_amount\":5000000";

    private final BenchStage stage;
    private final BudgetWorld world;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    BudgetBench(BenchStage stage, long volunteers) {
        this.stage = stage;
        this.world = new BudgetWorld(volunteers);
    }

    private record Run(double seconds, JsonNode body) {}

    BenchResult run() {
        BenchDatabase server = stage.database("budget");
        server.create();
        // Makes the tables and the queues.
        stage.startDomainService("budget").stop();
        try (Connection database = server.connect()) {
            world.insert(database);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        BenchStage.say(world.volunteers() + " volunteers have " + 10 * world.volunteers() + " assignments");
        server.copyForLimit();
        server.checkpoint();

        BenchService service = stage.startDomainService("budget");
        // All are of one organization, so each scope is the same work; the first one finds code and caches cold.
        Run first = start(service, "{" + WEEK + "}");
        Run again = start(service, "{" + WEEK + ",\"organization_id\":1}");
        Run month = start(service, "{" + MONTH + "}");
        BenchResult.Figures figures = new BenchResult.Figures()
                .add("seconds", again.seconds())
                .add("first_run_seconds", first.seconds())
                .add("eligible", again.body.path("eligible").asDouble())
                .add("monthly_run_seconds", month.seconds())
                .add("monthly_eligible", month.body.path("eligible").asDouble())
                .add("monthly_paid", month.body.path("paid").asDouble());
        service.addMemory(figures, "");
        service.stop();
        BudgetLimit limit = new BudgetLimit(server);
        double fastest = limit.measure();
        compare(server, again, limit.awards());
        return figures.time("budget", "seconds of one query that ranks and allocates the same", fastest / 1e3);
    }

    private Run start(BenchService service, String body) {
        long start = System.nanoTime();
        JsonNode run = send(request(service, PATH, "operator")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
        HttpRequest.Builder look =
                request(service, PATH + "/" + run.path("id").asLong(), "viewer").GET();
        while (!run.path("status").asText().equals("completed")) {
            if (run.path("status").asText().equals("failed") || System.nanoTime() - start > LONGEST.toNanos()) {
                throw new Failure("the run is not completed: " + run);
            }
            BenchStage.pause(ASK_EVERY_MS);
            run = send(look);
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        BenchStage.say(String.format(
                "a %s run paid %d of %d eligible after %.2f s",
                run.path("period").asText(),
                run.path("paid").asLong(),
                run.path("eligible").asLong(),
                seconds));
        return new Run(seconds, run);
    }

    private static HttpRequest.Builder request(BenchService service, String path, String user) {
        String credentials =
                user + ":" + required("VOLUNTEER_SCHEDULER_" + user.toUpperCase(Locale.ROOT) + "_PASSWORD");
        return HttpRequest.newBuilder(URI.create("http://" + ServiceProcess.HOST + ":" + service.port() + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }

    private JsonNode send(HttpRequest.Builder request) {
        try {
            var answer = http.send(request.build(), BodyHandlers.ofByteArray());
            if (answer.statusCode() >= 300) {
                throw new Failure("the service answers " + answer.statusCode() + " "
                        + new String(answer.body(), StandardCharsets.UTF_8));
            }
            return Json.parse(answer.body());
        } catch (IOException e) {
            throw new Failure("no answer from the service", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted", e);
        }
    }

    private static void compare(BenchDatabase server, Run run, List<BudgetLimit.Award> expected) {
        try (Connection database = server.connect();
                Statement statement = database.createStatement()) {
            List<BudgetLimit.Award> paid = BudgetLimit.Award.read(
                    statement,
                    "select rank, user_id, score, amount from budget_allocation where run_id = "
                            + run.body.path("id").asLong() + " order by rank");
            if (paid.isEmpty() || !paid.equals(expected)) {
                throw new Failure("the service paid " + paid + ", the query says " + expected);
            }
            BenchStage.say(paid.size() + " ranks, scores and amounts are those of the query");
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }
}
