// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.load;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.function.Predicate;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Failure;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.User;
import org.volunteerscheduler.dev.system.Wait;

/**
 * Starts runs over HTTP, as the schedule does, and waits for their end.
 *
 * @param path of the runs
 */
public record RunClient(ServiceClient client, String path, Duration timeout) {

    private static final Duration POLL = Duration.ofMillis(20);

    /** A run that has not ended before. */
    public JsonNode start(Object request) {
        Answer answer = client.post(User.SCHEDULER, path, request);
        if (answer.status() != 202) {
            throw new Failure("the start of a run was answered with " + answer);
        }
        return answer.body();
    }

    /** @return the completed run */
    public JsonNode await(JsonNode started) {
        Predicate<Answer> hasEnded = answer -> !answer.text("status").equals("running");
        Answer run = Wait.until(
                timeout,
                POLL,
                () -> client.get(User.SCHEDULER, path + "/" + started.path("id").asLong()),
                hasEnded);
        if (!run.text("status").equals("completed")) {
            throw new Failure("the run is not completed: " + run);
        }
        return run.body();
    }
}
