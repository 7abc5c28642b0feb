// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import com.rabbitmq.client.Connection;
import java.util.Optional;

/** Whether the broker can be used, and why not. Each state offers its legal next states and no others. */
public sealed interface ConnectionState {

    /** Why nothing can be published or consumed; empty while all is well. */
    Optional<String> problem();

    /** From every state: the connection was lost, or could not be opened. */
    default Disconnected lost(String reason) {
        return new Disconnected(reason);
    }

    /** There is no connection. */
    record Disconnected(String reason) implements ConnectionState {

        static final Disconnected AT_START = new Disconnected("not connected yet");

        Open opened(Connection connection) {
            return new Open(connection);
        }

        @Override
        public Optional<String> problem() {
            return Optional.of(reason);
        }
    }

    /** Connected, and the topology is declared. */
    record Open(Connection connection) implements ConnectionState {

        Blocked blocked(String reason) {
            return new Blocked(connection, reason);
        }

        @Override
        public Optional<String> problem() {
            return Optional.empty();
        }
    }

    /** Connected, but the broker accepts no messages: it is short of memory or disk. */
    record Blocked(Connection connection, String reason) implements ConnectionState {

        Open unblocked() {
            return new Open(connection);
        }

        @Override
        public Optional<String> problem() {
            return Optional.of("the broker accepts no messages: " + reason);
        }
    }
}
