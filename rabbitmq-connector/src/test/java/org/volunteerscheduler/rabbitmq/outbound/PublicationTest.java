// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.outbound;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class PublicationTest {

    private final Publication publication = publication(Duration.ofMinutes(1));

    @Test
    void isDoneWhenEveryCopyIsConfirmed() {
        assertThat(publication.parts()).hasSize(3);
        publication.confirmOne();
        publication.confirmOne();
        assertThat(publication.done()).isNotDone();

        publication.confirmOne();
        assertThat(publication.done()).isCompleted();
    }

    @Test
    void hasFailedWithTheFirstCopyThatIsNotConfirmed() {
        publication.confirmOne();
        publication.fail(new NotPublished("first"));
        publication.fail(new NotPublished("second"));
        publication.confirmOne();

        assertThatThrownBy(publication.done()::join).hasRootCauseMessage("first");
    }

    @Test
    void hasFailedWhenItsTimeIsOver() {
        Publication late = publication(Duration.ofMillis(1));

        assertThatThrownBy(() -> late.done().get(10, TimeUnit.SECONDS)).hasRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void holdsNothingOnceItIsReleased() {
        publication.release();

        assertThat(publication.parts()).isEmpty();
    }

    private static Publication publication(Duration timeout) {
        OutboundMessage toTwo =
                new OutboundMessage(List.of("one", "two"), false, "1", "work", 0, Map.of(), new byte[10]);
        OutboundMessage announced = new OutboundMessage(List.of(), true, "2", "told", 0, Map.of(), new byte[20]);
        return new Publication(List.of(toTwo, announced), "exchange", timeout);
    }
}
