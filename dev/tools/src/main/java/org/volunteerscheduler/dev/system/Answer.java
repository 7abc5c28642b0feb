// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * The answer to an HTTP request.
 *
 * @param body missing (in Jackson's sense) if there is none
 */
public record Answer(int status, JsonNode body) {

    public boolean isSuccess() {
        return status / 100 == 2;
    }

    /** A field of the body as text, empty where there is none. */
    public String text(String field) {
        return body.path(field).asText();
    }

    @Override
    public String toString() {
        return status + " " + body;
    }
}
