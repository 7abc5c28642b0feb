// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.trace.v1.Span;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.platform.test.PackagedService;
import org.volunteerscheduler.platform.test.TestBroker;
import org.volunteerscheduler.platform.test.TraceCollector;

/** The second half of a sale's trace; the first is webhook-service's. */
class TracingIT {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SENDER = "00f067aa0ba902b7";
    private static final String HOST = "commission-traced";

    @Test
    void aTraceGoesOnFromTheBrokerToTheSaleInTheLedger() throws IOException {
        try (World world = new World(TestBroker.fresh(HOST));
                TraceCollector collector = new TraceCollector();
                PackagedService service = PackagedService.start("commission", HOST, collector.settings())) {
            RestAssured.port = service.awaitReady().port();
            world.chain(2, 1);
            world.broker()
                    .publish(
                            Queue.EXCHANGE,
                            "sale.recorded",
                            "sale.recorded",
                            Json.write(world.sale("traced", 2, "10")),
                            Map.of("traceparent", "00-" + TRACE + "-" + SENDER + "-01"));
            world.await("traced", "settled");
            Span span = collector.await(TRACE, any -> any.getName().equals("process sale.recorded"));
            assertThat(TraceCollector.hex(span.getParentSpanId().toByteArray())).isEqualTo(SENDER);
            assertThat(TraceCollector.attribute(span, "sale.transaction_id")).isEqualTo(world.transaction("traced"));
            assertThat(TraceCollector.attribute(span, "messaging.destination.name"))
                    .isEqualTo(Queue.COMMISSIONS.queueName());
        }
    }
}
