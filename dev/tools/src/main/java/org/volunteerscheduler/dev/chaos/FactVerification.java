// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.dev.system.DatabaseSession;
import org.volunteerscheduler.dev.system.Service;

/** Each service's copy of the facts is their latest state. */
record FactVerification(Installation installation, Dataset dataset) {

    private static final String VOLUNTEERS =
            "select user_id, organization_id || ' ' || coalesce(referrer_id::text, 'null') from volunteer";
    private static final String ASSIGNMENTS =
            "select assignment_id, user_id || ' ' || status || ' ' || xp_reward from assignment";

    List<Check> check() {
        Map<Long, String> volunteers = new TreeMap<>();
        for (Volunteer volunteer : dataset.volunteers()) {
            volunteers.put(volunteer.userId(), volunteer.organizationId() + " " + volunteer.referrerId());
        }
        Map<Long, String> assignments = latestAssignments();
        List<Check> checks = new ArrayList<>();
        for (Service service : List.of(Service.COMMISSION, Service.MULTIPLIER, Service.BUDGET)) {
            if (!installation.has(service)) {
                continue;
            }
            checks.add(Check.same(
                    service.serviceName() + " knows all " + volunteers.size() + " volunteers",
                    volunteers,
                    known(service, VOLUNTEERS)));
            if (service != Service.COMMISSION) {
                checks.add(Check.same(
                        service.serviceName() + " knows the latest state of all " + assignments.size() + " assignments",
                        assignments,
                        known(service, ASSIGNMENTS)));
            }
        }
        return checks;
    }

    private Map<Long, String> latestAssignments() {
        Map<Long, Assignment> latest = new HashMap<>();
        for (Assignment state : dataset.assignments()) {
            latest.merge(state.assignmentId(), state, (a, b) -> a.updatedAt().isAfter(b.updatedAt()) ? a : b);
        }
        Map<Long, String> assignments = new TreeMap<>();
        latest.forEach((id, state) ->
                assignments.put(id, state.userId() + " " + state.status().json() + " " + state.xpReward()));
        return assignments;
    }

    private Map<Long, String> known(Service service, String query) {
        Map<Long, String> known = new TreeMap<>();
        try (DatabaseSession session = installation.database(service).open()) {
            session.rows(query, row -> known.put(row.getLong(1), row.getString(2)));
        }
        return known;
    }
}
