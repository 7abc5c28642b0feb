// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.sale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.commission.World;
import org.volunteerscheduler.commission.ledger.CommissionLedger.Recorded;
import org.volunteerscheduler.commission.rule.Sale;
import org.volunteerscheduler.commission.rule.SaleFlag;
import org.volunteerscheduler.platform.test.ServiceTest;

@QuarkusTest
@ServiceTest("commission")
class SalePipelineTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String NOT_STORABLE = "0.000000001";
    private static final int SALES = 150;

    private final World world = new World();
    private final Random random = new Random(7);

    @Inject
    SalePipeline pipeline;

    @AfterEach
    void close() {
        world.close();
    }

    /** Each year's sales have only each other in their windows. */
    @Test
    void batchesInFlightTogetherGetTheFlagsThatTheyWouldHaveGotAlone() {
        world.chain(3, 2, 1);
        List<Integer> amounts = random.ints(SALES, 1, 10)
                .map(amount -> random.nextInt(10) == 0 ? 100 * amount : amount)
                .boxed()
                .toList();
        List<Sale> apart = sales("apart", amounts, Instant.parse("2008-03-01T00:00:00Z"));
        List<Sale> together = sales("together", amounts, Instant.parse("2010-03-01T00:00:00Z"));

        List<Set<SaleFlag>> flagsApart = new ArrayList<>();
        for (Sale sale : apart) {
            flagsApart.add(flags(await(record(List.of(sale)))).get(sale.transactionId()));
        }
        Map<String, Set<SaleFlag>> flagsTogether = new HashMap<>();
        awaitAll(inBatches(together)).forEach(recorded -> flagsTogether.putAll(flags(recorded)));

        assertThat(flagsApart)
                .contains(Set.of())
                .anySatisfy(flags -> assertThat(flags).contains(SaleFlag.RAPID_SALES))
                .anySatisfy(flags -> assertThat(flags).contains(SaleFlag.UNUSUAL_AMOUNT));
        assertThat(together.stream().map(sale -> flagsTogether.get(sale.transactionId())))
                .isEqualTo(flagsApart);
    }

    @Test
    void aBatchThatFailsCountsForNobody() {
        world.chain(3, 2, 1);
        Instant soldAt = Instant.parse("2012-03-01T00:00:00Z");
        List<Sale> failing = new ArrayList<>(sales("failing", Collections.nCopies(20, 1), soldAt));
        failing.add(sale("unstorable", NOT_STORABLE, soldAt));
        List<Sale> next = sales("next", Collections.nCopies(2, 50), soldAt.plusSeconds(60));

        Uni<Recorded> first = record(failing).memoize().indefinitely();
        Uni<Recorded> second = record(next).memoize().indefinitely();
        first.subscribe().with(recorded -> {}, failure -> {});
        second.subscribe().with(recorded -> {}, failure -> {});

        assertThatThrownBy(() -> await(first)).hasMessageContaining("sale_amount_check");
        assertThat(flags(await(second)).values()).containsOnly(Set.of());
    }

    @Test
    void aSaleThatIsInFlightAlreadyIsRecordedOnce() {
        world.chain(3, 2, 1);
        List<Sale> sales = sales("once", Collections.nCopies(30, 5), Instant.parse("2014-03-01T00:00:00Z"));

        List<Recorded> both = awaitAll(List.of(record(sales), record(sales.reversed())));

        assertThat(both).extracting(Recorded::lost).containsOnly(List.of());
        assertThat(both).extracting(recorded -> recorded.settled().size()).containsExactly(30, 0);
        assertThat(both).extracting(recorded -> recorded.settledBefore().size()).containsExactly(0, 30);
    }

    private Uni<Recorded> record(List<Sale> batch) {
        return pipeline.record(batch, Uni.createFrom()::item);
    }

    private List<Uni<Recorded>> inBatches(List<Sale> sales) {
        List<Uni<Recorded>> batches = new ArrayList<>();
        for (int from = 0; from < sales.size(); ) {
            int to = Math.min(sales.size(), from + 1 + random.nextInt(20));
            batches.add(record(sales.subList(from, to)));
            from = to;
        }
        return batches;
    }

    /** Two minutes apart, so that about every fourth window of an hour holds many. */
    private List<Sale> sales(String name, List<Integer> amounts, Instant first) {
        List<Sale> sales = new ArrayList<>();
        for (int i = 0; i < amounts.size(); i++) {
            sales.add(sale(name + i, amounts.get(i).toString(), first.plusSeconds(i * 300L + 120L * (i % 5))));
        }
        return sales;
    }

    private Sale sale(String name, String amount, Instant soldAt) {
        return new Sale(world.transaction(name), world.id(3), new BigDecimal(amount), "SCICENT", soldAt, Instant.now());
    }

    private static Map<String, Set<SaleFlag>> flags(Recorded recorded) {
        Map<String, Set<SaleFlag>> flags = new HashMap<>();
        recorded.settled().forEach(settle -> flags.put(settle.sale().transactionId(), settle.flags()));
        return flags;
    }

    /** All at the same time, each in its turn. */
    private static List<Recorded> awaitAll(List<Uni<Recorded>> batches) {
        return await(Uni.combine().all().unis(batches).with(Recorded.class, all -> all));
    }

    private static <T> T await(Uni<T> uni) {
        return uni.await().atMost(TIMEOUT);
    }
}
