// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/**
 * What is wrong with one field.
 *
 * @param field the JSON path of the field, {@code amount} or {@code [3].amount}; empty for the body as a whole
 * @param message what was expected, in words
 */
public record Violation(String field, String message) {

    @Override
    public String toString() {
        return field.isEmpty() ? message : field + ": " + message;
    }
}
