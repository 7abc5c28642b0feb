// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/**
 * Who brought whom in. Written down a second time from rules.md, as are the figures that rest on it, and with nothing of
 * the services: whoever checks with the same code finds the same mistakes right.
 */
final class Referrals {

    private static final int DEPTH = 5;

    private final Map<Long, Long> referrerByUser = new HashMap<>();

    Referrals(List<Volunteer> volunteers) {
        volunteers.forEach(volunteer -> referrerByUser.put(volunteer.userId(), volunteer.referrerId()));
    }

    /** The referrer, that one's referrer and so on, five at most; ends before it meets anyone twice. */
    List<Long> chain(long userId) {
        List<Long> chain = new ArrayList<>();
        Set<Long> met = new HashSet<>(List.of(userId));
        Long member = referrerByUser.get(userId);
        while (member != null && chain.size() < DEPTH && met.add(member)) {
            chain.add(member);
            member = referrerByUser.get(member);
        }
        return chain;
    }
}
