// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LocalServersTest {

    @Test
    void readsWhatTheScriptsWriteForAShell() {
        String file = """
                export POSTGRES_PORT='21432'
                export RABBITMQ_PASSWORD='a'\\''b$c "d" = \\e'
                export EMPTY=''
                """;
        assertThat(LocalServers.variables(file))
                .isEqualTo(Map.of("POSTGRES_PORT", "21432", "RABBITMQ_PASSWORD", "a'b$c \"d\" = \\e", "EMPTY", ""));
    }
}
