// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.connection;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Blocked;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Disconnected;
import org.volunteerscheduler.rabbitmq.connection.ConnectionState.Open;

/** That there are no other steps is the compiler's to say. */
class ConnectionStateTest {

    private final Open open = Disconnected.AT_START.opened(null);
    private final Blocked blocked = open.blocked("low on disk");

    @Test
    void fromDisconnectedToOpen() {
        assertThat(Disconnected.AT_START.problem()).hasValue("not connected yet");
        assertThat(open.problem()).isEmpty();
    }

    @Test
    void fromOpenToBlockedAndBack() {
        assertThat(blocked.problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("low on disk"));
        assertThat(blocked.unblocked()).isEqualTo(open);
    }

    @Test
    void fromEachToDisconnectedWithTheReason() {
        for (ConnectionState state : new ConnectionState[] {Disconnected.AT_START, open, blocked}) {
            assertThat(state.lost("cut").problem()).hasValue("cut");
        }
    }
}
