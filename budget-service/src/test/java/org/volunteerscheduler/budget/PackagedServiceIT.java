// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.Proxy;
import org.volunteerscheduler.platform.test.Servers;
import org.volunteerscheduler.platform.test.TestBroker;

/** The service as it is shipped: killed, in two replicas, with other settings. */
class PackagedServiceIT {

    private static final String HOST = "budget-packaged";
    private static final Instant IN_WEEK = Instant.parse("2024-12-14T12:00:00Z");

    private final World world = new World(TestBroker.fresh(HOST));
    private final List<PackagedService> started = new ArrayList<>();

    @AfterEach
    void stopAll() {
        started.forEach(PackagedService::close);
        world.close();
    }

    @Test
    void killedBetweenCommitAndAnnouncementItPaysOnceAndAnnounces() throws Exception {
        try (Proxy proxy =
                new Proxy(Servers.variable("RABBITMQ_HOST"), Integer.parseInt(Servers.variable("RABBITMQ_PORT")))) {
            PackagedService service = start(
                            Map.of("RABBITMQ_PORT", String.valueOf(proxy.port()), "RABBITMQ_CONFIRM_TIMEOUT", "PT1S"))
                    .awaitReady();
            world.volunteer(1, 0, 1).approved(1, 3, 10, IN_WEEK).send();
            String awarded = world.broker().listen("bonus.awarded");
            String completed = world.broker().listen("budget.run.completed");

            proxy.holdClients();
            // The row is stored, and the message that does not get through comes from elsewhere.
            long id = World.post("budgets/runs", weekly()).jsonPath().getLong("id");
            world.broker().publish("budget.run", "budget.run", "{\"run_id\":" + id + "}");
            World.completed(id);
            service.kill();
            proxy.cut();
            proxy.release();
            World.await(() -> world.broker().ready(Queue.BUDGETS.queueName()) == 1);
            assertThat(world.broker().ready(awarded)).isZero();

            start(Map.of()).awaitReady();
            World.await(() -> world.broker().ready(completed) == 1);
            List<GetResponse> awards = world.broker().drain(awarded);
            assertThat(awards).hasSize(1);
            JsonNode award = Json.parse(awards.getFirst().getBody());
            assertThat(award.path("run_id").asLong()).isEqualTo(id);
            assertThat(award.path("items").get(0).path("amount").decimalValue()).isEqualByComparingTo("1000");
            assertThat(World.amounts(World.allocations(World.completed(id)))).containsExactly("1000.00");
            World.await(() -> world.broker().ready(Queue.BUDGETS.queueName()) == 0);
        }
    }

    @Test
    void twoReplicasWithAnInternalScheduleMakeOneRunOfThePeriodsThatAreScheduled() {
        Map<String, String> settings = Map.of(
                "VOLUNTEER_SCHEDULER_SCHEDULE", "internal",
                "VOLUNTEER_SCHEDULER_SCHEDULED_BUDGETS", "daily",
                "VOLUNTEER_SCHEDULER_DAILY_BUDGET", "12.34",
                "VOLUNTEER_SCHEDULER_DAILY_BUDGET_CRON", "* * * * * ?",
                "VOLUNTEER_SCHEDULER_WEEKLY_BUDGET_CRON", "* * * * * ?",
                // nobody else's tests have this day
                "VOLUNTEER_SCHEDULER_TIME_ZONE", "Pacific/Kiritimati");
        LocalDate yesterday = LocalDate.now(ZoneId.of("Pacific/Kiritimati")).minusDays(1);
        start(settings).awaitReady();
        start(settings).awaitReady();
        World.await(() -> day(yesterday).getString("items[0].status").equals("completed"));
        JsonPath run = World.exact(World.get("budgets/runs/" + day(yesterday).getLong("items[0].run_id")));
        assertThat(run.getString("pool_amount")).isEqualTo("12.34");
        assertThat(World.get("budgets/runs?limit=1000")
                        .jsonPath()
                        .getList("items.findAll { it.period == 'daily'"
                                + " && it.organization_id == null && it.window_start == '"
                                + run.getString("window_start") + "' }"))
                .hasSize(1);
        // A week is not scheduled here, so its cron expression starts nothing.
        assertThat(World.get("budgets/calendar?period=weekly&from=" + yesterday.minusDays(13) + "&to=" + yesterday)
                        .jsonPath()
                        .getList("items.status"))
                .doesNotContain("completed", "running");
    }

    private static JsonPath day(LocalDate day) {
        return World.get("budgets/calendar?period=daily&from=" + day + "&to=" + day.plusDays(1))
                .jsonPath();
    }

    /** The week of a zone begins when the zone says so, and when it is configured anew the week is not paid again. */
    @Test
    void aPeriodIsPaidOnceAlsoIfTheTimeZoneIsConfiguredAnew() {
        start(Map.of("VOLUNTEER_SCHEDULER_TIME_ZONE", "Europe/Madrid")).awaitReady();
        world.volunteer(1, 0, 1).approved(1, 3, 10, IN_WEEK).send();
        JsonPath run = World.run(weekly().substring(1, weekly().length() - 1));
        assertThat(run.getString("window_start")).isEqualTo("2024-12-07T23:00:00Z");
        start(Map.of("VOLUNTEER_SCHEDULER_TIME_ZONE", "America/New_York")).awaitReady();
        assertThat(World.post("budgets/runs", weekly()).statusCode()).isEqualTo(200);
        assertThat(World.post("budgets/runs", weekly()).jsonPath().getLong("id"))
                .isEqualTo(run.getLong("id"));
    }

    private String weekly() {
        return "{\"period\":\"weekly\",\"as_of\":\"2024-12-15T12:00:00Z\",\"organization_id\":" + world.id(1) + "}";
    }

    private PackagedService start(Map<String, String> settings) {
        PackagedService service = PackagedService.start("budget", HOST, settings);
        started.add(service);
        RestAssured.port = service.port();
        return service;
    }
}
