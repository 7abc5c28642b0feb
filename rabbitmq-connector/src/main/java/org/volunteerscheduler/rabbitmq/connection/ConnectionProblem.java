// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

/** What to tell people about a connection that failed. */
final class ConnectionProblem {

    private ConnectionProblem() {}

    /**
     * The broker's own words (406 with the queue's name, 403 …), which lie innermost, and what to do where we know.
     *
     * @param queueTypeSetting what people set the queue type with
     */
    static String describe(Throwable failure, String queueTypeSetting) {
        Throwable innermost = failure;
        while (innermost.getCause() != null) {
            innermost = innermost.getCause();
        }
        String text = innermost.getMessage() == null ? innermost.toString() : innermost.getMessage();
        return text.contains("PRECONDITION_FAILED")
                ? "a queue or exchange exists with other arguments; delete it, or set " + queueTypeSetting
                        + " as it was: " + text
                : text;
    }
}
