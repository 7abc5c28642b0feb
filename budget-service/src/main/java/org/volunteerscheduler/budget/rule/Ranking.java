// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget.rule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/** The best of however many are offered, one after another: those without a place are forgotten at once. */
public final class Ranking {

    private final int places;
    private final PriorityQueue<Contender> worstFirst = new PriorityQueue<>(Collections.reverseOrder());

    /** @param places at least 1 */
    public Ranking(int places) {
        this.places = places;
    }

    public void offer(Contender contender) {
        if (worstFirst.size() < places) {
            worstFirst.add(contender);
        } else if (contender.compareTo(worstFirst.peek()) < 0) {
            worstFirst.poll();
            worstFirst.add(contender);
        }
    }

    /** By rank. */
    public List<Contender> best() {
        List<Contender> best = new ArrayList<>(worstFirst);
        Collections.sort(best);
        return best;
    }
}
