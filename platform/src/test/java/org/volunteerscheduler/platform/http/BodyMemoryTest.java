// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BodyMemoryTest {

    private final BodyMemory memory = new BodyMemory(100);
    private final List<String> givenUp = new ArrayList<>();

    @Test
    void whoeverHasTakenLongestMakesRoom() {
        BodyMemory.Share slow = begin("slow");
        BodyMemory.Share slower = begin("slower");
        memory.add(slower, 50);
        memory.add(slow, 50);
        assertThat(givenUp).isEmpty();
        memory.add(begin("quick"), 1);
        assertThat(givenUp).containsExactly("slow");
    }

    @Test
    void whatIsCompleteIsNeverGivenUpAndCountsUntilItEnds() {
        BodyMemory.Share complete = begin("complete");
        memory.add(complete, 100);
        memory.complete(complete);
        memory.add(begin("one more"), 1);
        assertThat(givenUp).containsExactly("one more");
        memory.end(complete);
        memory.add(begin("another"), 99);
        assertThat(givenUp).containsExactly("one more");
    }

    @Test
    void whatWasGivenUpCountsNoLongerOnceItHasEnded() {
        BodyMemory.Share first = begin("first");
        memory.add(first, 101);
        memory.add(first, 20);
        memory.end(first);
        memory.end(first);
        memory.add(begin("second"), 100);
        assertThat(givenUp).containsExactly("first");
    }

    private BodyMemory.Share begin(String name) {
        return memory.begin(() -> givenUp.add(name));
    }
}
