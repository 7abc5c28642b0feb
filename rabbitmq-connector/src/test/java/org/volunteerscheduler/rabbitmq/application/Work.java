// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.application;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Outgoing;

/** The consumers; each test says what becomes of a batch. */
@ApplicationScoped
public class Work {

    public static final String QUEUE = "work";
    public static final String RESULTS = "results";

    private static final Function<List<String>, Uni<List<Text>>> ANSWERED =
            batch -> Uni.createFrom().item(answers(batch));

    private final List<List<String>> batches = new CopyOnWriteArrayList<>();
    private volatile Function<List<String>, Uni<List<Text>>> method = ANSWERED;

    @Incoming("work")
    @Outgoing("results")
    Uni<List<Text>> work(List<String> batch) {
        batches.add(batch);
        return method.apply(batch);
    }

    /** A signature that the connector's documentation forbids. */
    @Incoming("stream")
    @Outgoing("streamed")
    Multi<Text> stream(List<String> batch) {
        return Multi.createFrom().failure(new IllegalStateException("the test's own"));
    }

    /** What the method answers: one text for each. */
    public static List<Text> answers(List<String> batch) {
        return batch.stream().map(text -> new Text(RESULTS, "done " + text)).toList();
    }

    public void becomes(Function<List<String>, Uni<List<Text>>> other) {
        method = other;
    }

    public void reset() {
        method = ANSWERED;
        batches.clear();
    }

    /** Since the last reset. */
    public List<List<String>> batches() {
        return List.copyOf(batches);
    }

    /** How often it was handed out since the last reset. */
    public long attempts(String text) {
        return batches.stream().flatMap(List::stream).filter(text::equals).count();
    }
}
