// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.rabbitmq.connection.Topology;
import org.volunteerscheduler.rabbitmq.connection.Topology.Queue;

class InboundSettingsTest {

    private static final String PREFIX = "mp.messaging.incoming.sales";
    private static final Queue SALES = new Queue("sales_queue", List.of());
    private static final Topology TOPOLOGY = new Topology("exchange", List.of(SALES));

    @Test
    void aBatchIsOf500IfNothingElseIsSaid() {
        assertThat(settings(Map.of("queue", "sales_queue"))).isEqualTo(new InboundSettings(SALES, 500, 1500));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 21845})
    void aBatchIsAsLargeAsIsSaid(int maxBatch) {
        assertThat(settings(Map.of("queue", "sales_queue", "max-batch", " " + maxBatch)))
                .isEqualTo(new InboundSettings(SALES, maxBatch, 3 * maxBatch));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "21846", "99999999999", "1.5", "many"})
    void aBatchOfNoPossibleSizeIsRefusedByItsName(String maxBatch) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("queue", "sales_queue", "max-batch", maxBatch)))
                .withMessage(PREFIX + ".max-batch: must be from 1 to 21845: " + maxBatch);
    }

    @Test
    void asManyMessagesArePrefetchedAsIsSaid() {
        assertThat(settings(Map.of("queue", "sales_queue", "max-batch", "500", "prefetch", "60")))
                .isEqualTo(new InboundSettings(SALES, 500, 60));
    }

    @Test
    void aMissingQueueIsRefusedByItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of()))
                .withMessage(PREFIX + ".queue: is missing");
    }

    @Test
    void aQueueThatNobodyDeclaresIsRefusedByItsName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> settings(Map.of("queue", "sale_queue")))
                .withMessage(PREFIX + ".queue: no queue sale_queue in the topology");
    }

    private static InboundSettings settings(Map<String, String> values) {
        return InboundSettings.of(
                new SmallRyeConfigBuilder().withDefaultValues(values).build(), PREFIX, TOPOLOGY);
    }
}
