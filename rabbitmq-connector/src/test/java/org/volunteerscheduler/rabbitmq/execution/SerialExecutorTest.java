// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SerialExecutorTest {

    private final SerialExecutor executor = new SerialExecutor("the test");

    @Test
    void tasksRunInTheirOrderOneAfterAnother() {
        List<Integer> done = new ArrayList<>();
        IntStream.range(0, 10_000).forEach(n -> executor.execute(() -> done.add(n)));
        finish();

        assertThat(done).isEqualTo(IntStream.range(0, 10_000).boxed().toList());
    }

    @Test
    void theNextTaskRunsThoughOneFails() {
        executor.execute(() -> {
            throw new IllegalStateException("the test's own");
        });
        finish();
    }

    @Test
    void whatATaskAsksForRunsAfterIt() {
        List<String> done = new ArrayList<>();
        executor.execute(() -> {
            executor.execute(() -> done.add("then"));
            done.add("first");
        });
        finish();
        finish();

        assertThat(done).containsExactly("first", "then");
    }

    private void finish() {
        CompletableFuture.runAsync(() -> {}, executor).join();
    }
}
