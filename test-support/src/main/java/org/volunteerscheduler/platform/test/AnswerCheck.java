// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.platform.test.ApiDocumentation.Operation;

/** Whether an answer is what the document says of its operation, or a proper problem. */
final class AnswerCheck {

    private AnswerCheck() {}

    static List<String> faults(
            ApiDocumentation document,
            Operation operation,
            HostileRequests.Request request,
            RawConnection.Answer answer) {
        List<String> faults = new ArrayList<>();
        // Whoever is asked to come back has found no fault, but a machine that is busy.
        if (answer.status() >= 500 && answer.header("retry-after").isEmpty()) {
            faults.add("the service is at fault");
        }
        if (!answer.header("x-content-type-options").equals("nosniff")) {
            faults.add("no security headers");
        }
        if (request.head()) {
            return faults;
        }
        String type = answer.header("content-type").replaceFirst(";.*", "");
        if (answer.status() >= 400 && !type.equals("application/problem+json")) {
            faults.add("not a problem but " + type);
        } else if (answer.status() >= 400) {
            JsonNode problem = Json.parse(answer.body());
            JsonNode schema = document.root().at("/components/schemas/Problem");
            document.faults(schema, problem).forEach(fault -> faults.add(fault.toString()));
            if (problem.path("status").asInt() != answer.status()) {
                faults.add("another status in the problem");
            }
        } else if (request.asDocumented() && type.equals("application/json")) {
            JsonNode schema = operation.response(answer.status()).at("/content/application~1json/schema");
            if (schema.isMissingNode()) {
                faults.add("not documented");
            } else {
                document.faults(schema, Json.parse(answer.body())).forEach(fault -> faults.add(fault.toString()));
            }
        }
        return faults;
    }
}
