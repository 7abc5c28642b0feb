// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.awaitility.Awaitility;

/** A collector of traces (OTLP over HTTP) that a packaged service sends its spans to. */
public final class TraceCollector implements AutoCloseable {

    private final HttpServer server;
    private final List<Span> spans = new CopyOnWriteArrayList<>();

    public TraceCollector() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/traces", exchange -> {
            ExportTraceServiceRequest.parseFrom(exchange.getRequestBody()).getResourceSpansList().stream()
                    .flatMap(resource -> resource.getScopeSpansList().stream())
                    .forEach(scope -> spans.addAll(scope.getSpansList()));
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
    }

    /** What a service is to be told to send its spans here, and soon. */
    public Map<String, String> settings() {
        return Map.of(
                "QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT",
                        "http://127.0.0.1:" + server.getAddress().getPort(),
                "QUARKUS_OTEL_EXPORTER_OTLP_TRACES_PROTOCOL", "http/protobuf",
                "QUARKUS_OTEL_BSP_SCHEDULE_DELAY", "PT0.1S");
    }

    /** The first span of this trace that is wanted, as soon as it was sent. */
    public Span await(String traceId, Predicate<Span> wanted) {
        Awaitility.await().until(() -> spans.stream().anyMatch(ofTrace(traceId).and(wanted)));
        return spans.stream().filter(ofTrace(traceId).and(wanted)).findFirst().orElseThrow();
    }

    private static Predicate<Span> ofTrace(String traceId) {
        return span -> hex(span.getTraceId().toByteArray()).equals(traceId);
    }

    public static String hex(byte[] id) {
        return HexFormat.of().formatHex(id);
    }

    /** An attribute of text; empty if there is none. */
    public static String attribute(Span span, String name) {
        return span.getAttributesList().stream()
                .filter(attribute -> attribute.getKey().equals(name))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst()
                .orElse("");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
