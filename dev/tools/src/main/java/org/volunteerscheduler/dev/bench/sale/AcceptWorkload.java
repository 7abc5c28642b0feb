// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.sale;

import static org.volunteerscheduler.dev.system.Console.say;

import com.rabbitmq.client.GetResponse;
import java.time.Duration;
import java.util.List;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.dev.bench.fact.VolunteerData;
import org.volunteerscheduler.dev.bench.load.ClosedLoop;
import org.volunteerscheduler.dev.bench.load.HttpLoad;
import org.volunteerscheduler.dev.bench.measure.Figures;
import org.volunteerscheduler.dev.bench.measure.Stretch;
import org.volunteerscheduler.dev.bench.measure.TestBed;
import org.volunteerscheduler.dev.bench.measure.Workload;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceProcess;

/** Signed sales over 64 connections, each answered 202 only when the broker has confirmed it. */
public final class AcceptWorkload implements Workload {

    private static final int CONNECTIONS = 64;
    private static final int ACCEPTED = 202;
    /** The first seconds after the start. */
    private static final Duration COLD = Duration.ofSeconds(5);

    private final SaleRequests requests;
    private long accepted;

    public AcceptWorkload(VolunteerData volunteers) {
        requests = new SaleRequests(new SaleData(volunteers));
    }

    @Override
    public List<Service> services() {
        return List.of(Service.WEBHOOK);
    }

    @Override
    public void setUp(TestBed bed) {
        bed.broker().createVirtualHost();
        accepted = 0;
    }

    @Override
    public Figures warmUp(TestBed bed) {
        Duration warmUp = bed.options().warmUp();
        Duration cold = warmUp.compareTo(COLD) < 0 ? warmUp : COLD;
        Figures figures = new Figures()
                .add("cold_sales_per_second", send(bed, cold).figures().value("sales_per_second"));
        if (warmUp.compareTo(cold) > 0) {
            send(bed, warmUp.minus(cold));
        }
        return figures;
    }

    @Override
    public Stretch measure(TestBed bed) {
        Stretch stretch = send(bed, bed.options().stretch());
        requireAllKept(bed);
        return stretch;
    }

    private Stretch send(TestBed bed, Duration duration) {
        List<Integer> ports =
                bed.replicas(Service.WEBHOOK).stream().map(ServiceProcess::port).toList();
        try (HttpLoad load = new HttpLoad()) {
            ClosedLoop.Outcome outcome = new ClosedLoop(load, ports, CONNECTIONS, ACCEPTED)
                    .run(bed.meter(), duration, () -> requests.post(requests.nextTransactionId()));
            accepted += outcome.answered();
            int sales = outcome.latency().count();
            return new Stretch(
                    "sale",
                    sales,
                    outcome.usage(),
                    new Figures()
                            .add("sales_per_second", sales / outcome.usage().seconds())
                            .addLatency("", outcome.latency()));
        }
    }

    /** A 202 is a promise: as many sales must lie in the queue, no more and no fewer. They are taken out. */
    private void requireAllKept(TestBed bed) {
        String queue = Queue.COMMISSIONS.queueName();
        long messages = bed.broker().messages(queue);
        long kept = bed.broker().onChannel(channel -> {
            long sales = 0;
            for (GetResponse next = channel.basicGet(queue, true); next != null; next = channel.basicGet(queue, true)) {
                sales += MessageType.SALE_RECORDED.read(next.getBody()).size();
            }
            return sales;
        });
        if (kept != accepted) {
            throw new Failure(accepted + " sales were answered with 202, but " + kept + " lie in " + queue);
        }
        say("%,d sales answered with 202, as many in the queue, in %,d messages", accepted, messages);
        accepted = 0;
    }
}
