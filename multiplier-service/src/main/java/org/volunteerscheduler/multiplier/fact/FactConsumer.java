// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.fact;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

/** Facts from the queue to this service's copy. */
@ApplicationScoped
public class FactConsumer {

    private final FactStore facts;

    public FactConsumer(FactStore facts) {
        this.facts = facts;
    }

    @Incoming("facts")
    Uni<Void> record(List<Message> batch) {
        List<Volunteer> volunteers = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (Message message : batch) {
            switch (message) {
                case VolunteerChanged changed -> volunteers.addAll(changed.items());
                case AssignmentChanged changed -> assignments.addAll(changed.items());
                default -> throw new IllegalArgumentException("not a fact: " + message.getClass());
            }
        }
        return facts.recordVolunteers(volunteers).chain(() -> facts.recordAssignments(assignments));
    }
}
