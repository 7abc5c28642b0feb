// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.Violation;

class ProblemTest {

    /** A sender's text comes back in it. */
    @Property
    void anyTextCanBeWritten(@ForAll String text) {
        Problem problem = Problem.of(400, text, List.of(new Violation(text, text)));
        assertThat(Json.parse(Json.write(problem)).path("detail").asText()).isEqualTo(problem.detail());
        Problem half = Problem.of(400, text + "\ud800", List.of(new Violation("\udc00" + text, "")));
        assertThat(Json.parse(Json.write(half)).path("detail").asText()).endsWith("\ufffd");
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 401, 403, 404, 405, 406, 408, 409, 413, 414, 415, 417, 429, 431, 500, 503, 599})
    void everyStatusHasATitleAndADetail(int status) {
        assertThat(Problem.of(status).title()).isNotBlank();
        assertThat(Problem.of(status).detail()).endsWith(".");
        assertThat(Problem.of(status).instance()).startsWith("urn:uuid:");
    }
}
