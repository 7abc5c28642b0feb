package org.volunteerscheduler.dev.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.volunteerscheduler.dev.Failure;

/**
 * How fast multipliers are computed: a run that changes nearly everybody, then one right after it that finds nothing
 * new, by one replica that has just been started; then the first again by two.
 */
final class MultiplierBench {

    private static final String SERVICE = "multiplier";
    /** Of facts as they were a second ago: all but the few who crossed the window's edge are the same. */
    private static final Duration LATER = Duration.ofSeconds(1);

    private static final String GATHERING_SECONDS = """
            select extract(epoch from min(done_at) filter (where part = 0) - min(started_at))
            from multiplier_run join multiplier_run_part on run_id = id
            """;

    private final BenchStage stage;
    private final MultiplierWorld world;
    private final Duration longest;

    MultiplierBench(BenchStage stage, long volunteers) {
        this.stage = stage;
        this.world = new MultiplierWorld(
                volunteers, Instant.now().truncatedTo(ChronoUnit.DAYS).minus(1, ChronoUnit.DAYS));
        this.longest = Duration.ofSeconds(60 + volunteers / 2_000);
    }

    BenchResult run() {
        BenchDatabase server = stage.database(SERVICE);
        server.create();
        // Makes the tables and the queues.
        stage.startDomainService(SERVICE).stop();
        BenchStage.say("writing " + world.volunteers() + " volunteers with ten assignments each");
        try (Connection database = server.connect()) {
            world.insert(database);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        server.copyForLimit();
        server.checkpoint();

        BenchResult.Figures figures = new BenchResult.Figures();
        MultiplierLimit limit = new MultiplierLimit(server);
        BenchService service = stage.startDomainService(SERVICE);
        double limitPerSecond;
        try (MultiplierRunClient client = new MultiplierRunClient(service, longest)) {
            MultiplierRunClient.Completed first = run(client, "a run that changes nearly everybody", world.asOf());
            figures.add("volunteers_per_second", world.volunteers() / first.seconds())
                    .add("seconds", first.seconds())
                    .add("of_it_gathering_seconds", gatheringSeconds(server));
            server.checkpoint();
            limitPerSecond = limit.measure(world);
            limit.compare();
            MultiplierRunClient.Completed second =
                    run(client, "a run that finds nothing new", world.asOf().plus(LATER));
            figures.add("unchanged_run_seconds", second.seconds());
            service.addMemory(figures, "");

            forgetRuns(server);
            figures.add(
                    "warm_replica_seconds",
                    run(client, "the first run again, by the same replica", world.asOf())
                            .seconds());
            forgetRuns(server);
            stage.startAnother(SERVICE);
            figures.add(
                    "two_replicas_seconds",
                    run(client, "the first run again, by two replicas", world.asOf())
                            .seconds());
            limit.compare();
        }
        return figures.perSecond(SERVICE + "s", "volunteers a second in one set-based UPDATE", limitPerSecond);
    }

    private MultiplierRunClient.Completed run(MultiplierRunClient client, String what, Instant asOf) {
        MultiplierRunClient.Completed run = client.run(asOf);
        if (run.volunteers() != world.volunteers()) {
            throw new Failure("the run says that it has " + run.volunteers() + " volunteers");
        }
        BenchStage.say(String.format("%s: %.2f s, %d changed", what, run.seconds(), run.changed()));
        return run;
    }

    private static double gatheringSeconds(BenchDatabase server) {
        try (Connection database = server.connect()) {
            return BenchDatabase.number(database, GATHERING_SECONDS);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
    }

    private void forgetRuns(BenchDatabase server) {
        try (Connection database = server.connect()) {
            world.forgetRuns(database);
        } catch (SQLException e) {
            throw new Failure("PostgreSQL refuses", e);
        }
        server.checkpoint();
    }
}
