package org.volunteerscheduler.platform.messaging;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.SaleRecorded;

/**
 * Carries a trace through the broker, in the headers of W3C Trace Context: from whoever publishes to whoever handles
 * the message. Does nothing while tracing is off.
 */
@ApplicationScoped
public class Tracing {

    private static final TextMapGetter<Map<String, Object>> HEADERS = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(Map<String, Object> headers) {
            return headers.keySet();
        }

        @Override
        public String get(Map<String, Object> headers, String name) {
            Object value = headers.get(name);
            return value == null ? null : value.toString();
        }
    };

    /** The attribute of a span that says which sale it is about. */
    public static final String SALE = "sale.transaction_id";

    private final TextMapPropagator propagator;
    private final Tracer tracer;

    public Tracing(OpenTelemetry telemetry, Tracer tracer) {
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.tracer = tracer;
    }

    /** The messages with the trace of the caller, if there is one. */
    Collection<Outgoing> carried(Collection<Outgoing> messages) {
        if (!Span.current().getSpanContext().isValid()) {
            return messages;
        }
        Map<String, String> trace = new HashMap<>();
        propagator.inject(Context.current(), trace, Map::put);
        return messages.stream().map(message -> message.withHeaders(trace)).toList();
    }

    /** A span for each message that carries a trace, from now until it is ended. */
    List<Span> handling(Queue queue, List<Incoming> batch) {
        List<Span> spans = new ArrayList<>();
        for (Incoming message : batch) {
            Map<String, Object> headers = message.properties().getHeaders();
            if (headers == null || headers.isEmpty()) {
                continue;
            }
            Context sender = propagator.extract(Context.root(), headers, HEADERS);
            if (Span.fromContext(sender).getSpanContext().isValid()) {
                spans.add(about(
                                message.message(),
                                tracer.spanBuilder("process "
                                                + message.properties().getType())
                                        .setParent(sender)
                                        .setSpanKind(SpanKind.CONSUMER)
                                        .setAttribute("messaging.system", "rabbitmq")
                                        .setAttribute("messaging.destination.name", queue.queueName())
                                        .setAttribute(
                                                "messaging.message.id",
                                                message.properties().getMessageId())
                                        .setAttribute("messaging.batch.message_count", batch.size()))
                        .startSpan());
            }
        }
        return spans;
    }

    /** By a sale's id the trace is found, and in it the sale's row in the ledger. */
    private static SpanBuilder about(Message message, SpanBuilder span) {
        return message instanceof SaleRecorded sale ? span.setAttribute(SALE, sale.transactionId()) : span;
    }
}
