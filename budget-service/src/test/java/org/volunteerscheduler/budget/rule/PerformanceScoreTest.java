// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerformanceScoreTest {

    @ParameterizedTest
    @CsvSource({
        "12.0, 0, 0, 0, 1, 12.00",
        "12.0, 2, 0, 0, 1.3833, 26.60",
        "12.0, 2, 1, 3, 1.3833, 21.60",
        // half up, once, at the end
        "0.1, 0, 0, 0, 0.9500, 0.10",
        "0.1, 0, 0, 0, 0.0500, 0.01",
        "0.1, 0, 0, 0, 0.0499, 0.00",
        // never below 0
        "1.0, 0, 1, 0, 1, 0.00",
        "1.0, 0, 0, 1, 1, 0.00",
        "1.0, 0, 0, 1, 1.0001, 0.00",
        "1.0, 0, 0, 1, 1.0050, 0.01",
        // the referrals are not multiplied
        "10.0, 1, 0, 0, 3, 35.00",
    })
    void theScoreIs(BigDecimal work, int active, int rejected, int overdue, BigDecimal multiplier, BigDecimal score) {
        assertThat(new PerformanceScore(3, work, active, rejected, overdue, multiplier).value())
                .isEqualTo(score);
    }

    @Property
    void theBestAreRankedByScoreThenTasksThenId(
            @ForAll @Size(max = 60) List<@IntRange(max = 3) Integer> scores,
            @ForAll @IntRange(min = 1, max = 70) int places) {
        Random random = new Random(scores.hashCode());
        List<Contender> contenders = new ArrayList<>();
        for (int i = 0; i < scores.size(); i++) {
            contenders.add(Contender.of(
                    i + 1L,
                    new PerformanceScore(
                            random.nextInt(3), BigDecimal.valueOf(scores.get(i)), 0, 0, 0, BigDecimal.ONE)));
        }
        Collections.shuffle(contenders, random);
        Ranking ranking = new Ranking(places);
        contenders.forEach(ranking::offer);
        contenders.sort((one, other) -> {
            int byScore = other.score().compareTo(one.score());
            int byTasks =
                    other.performance().approvedTasks() - one.performance().approvedTasks();
            return byScore != 0 ? byScore : byTasks != 0 ? byTasks : Long.compare(one.userId(), other.userId());
        });
        assertThat(ranking.best()).isEqualTo(contenders.subList(0, Math.min(places, contenders.size())));
    }
}
