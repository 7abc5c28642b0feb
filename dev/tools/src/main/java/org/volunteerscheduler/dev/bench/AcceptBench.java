package org.volunteerscheduler.dev.bench;

import java.time.Duration;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.Failure;

/** How many signed sales a second the public door takes, each promised only when the broker has confirmed it. */
final class AcceptBench {

    private static final int CONNECTIONS = 64;
    /** Until the JVM has compiled what is hot, which on two busy cores takes its time. */
    private static final int WARM_UPS = 3;

    private static final Duration WARM_UP = Duration.ofSeconds(5);
    private static final Duration MEASURED = Duration.ofSeconds(10);
    /** For the first stretch, of which nothing is known. */
    private static final double MOST_PER_SECOND = 10_000;
    /** How much faster than in the stretch before the service may become without running out of requests. */
    private static final double HEADROOM = 1.5;

    private final BenchStage stage;
    private final SaleRequests requests = new SaleRequests();

    AcceptBench(BenchStage stage) {
        this.stage = stage;
    }

    BenchResult run() {
        BenchService service = stage.startWebhookService();
        BenchResult.Figures figures = new BenchResult.Figures();
        try (SaleLoad load = new SaleLoad(service.port(), CONNECTIONS)) {
            double mostPerSecond = MOST_PER_SECOND;
            for (int i = 0; i < WARM_UPS; i++) {
                mostPerSecond = send(load, "warm-up", WARM_UP, mostPerSecond).perSecond() * HEADROOM;
            }
            SaleLoad.Stretch measured = send(load, "measured", MEASURED, mostPerSecond);
            figures.add("sales_per_second", measured.perSecond())
                    .add("p50_ms", measured.latency().percentileMilliseconds(50))
                    .add("p99_ms", measured.latency().percentileMilliseconds(99));
            service.addMemory(figures, "");
            figures.add("ready_s", service.readySeconds());
            requireAllKept(load.accepted());
        }
        service.stop();
        return figures.perSecond(
                "accept",
                "confirmed persistent publishes a second, broker alone",
                new BrokerLimit(stage.broker()).measure());
    }

    private SaleLoad.Stretch send(SaleLoad load, String name, Duration duration, double mostPerSecond) {
        SaleLoad.Stretch stretch =
                load.send(requests.make((int) (duration.toSeconds() * mostPerSecond) + CONNECTIONS), duration);
        BenchStage.say(String.format(
                "%s: %.0f sales a second over %.1f s, all 202", name, stretch.perSecond(), stretch.seconds()));
        return stretch;
    }

    /** A 202 is a promise: as many messages must lie in the queue, no more and no fewer. */
    private void requireAllKept(long accepted) {
        long kept = stage.broker().messages(Queue.COMMISSIONS.queueName());
        if (kept != accepted) {
            throw new Failure(accepted + " sales were answered with 202, but " + kept + " messages lie in "
                    + Queue.COMMISSIONS.queueName());
        }
        BenchStage.say(accepted + " sales answered with 202, " + kept + " messages in the queue");
    }
}
