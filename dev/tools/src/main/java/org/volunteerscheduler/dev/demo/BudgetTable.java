// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.system.Console.OUT;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Map;

/** Who received what from a budget, with every figure that the amount came from. */
final class BudgetTable {

    private static final String LINE = "  %4s  %-5s %5s  %5s  %9s  %8s  %7s  %6s  %8s  %s%n";
    private static final String[] HEADINGS = {
        "rank", "who", "tasks", "work", "referrals", "rejected", "overdue", "score", "earned", "because"
    };
    private static final int[] WIDTHS = {4, 5, 5, 5, 9, 8, 7, 6, 8, 46};

    private BudgetTable() {}

    static void show(JsonNode allocations, Map<Long, String> nameById, Map<String, String> becauseByName) {
        OUT.printf(LINE, (Object[]) HEADINGS);
        OUT.printf(LINE, Arrays.stream(WIDTHS).mapToObj("-"::repeat).toArray());
        for (JsonNode one : allocations) {
            String who = nameById.get(one.path("user_id").asLong());
            OUT.printf(
                    LINE,
                    one.path("rank").asInt(),
                    who,
                    one.path("approved_tasks").asInt(),
                    one.path("work").decimalValue(),
                    one.path("active_referrals").asInt(),
                    one.path("rejected").asInt(),
                    one.path("overdue").asInt(),
                    one.path("score").decimalValue(),
                    one.path("amount").decimalValue(),
                    becauseByName.get(who));
        }
    }
}
