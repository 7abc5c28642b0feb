package org.volunteerscheduler.multiplier.fact;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.contracts.AssignmentChanged;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.platform.messaging.BatchConsumers;
import org.volunteerscheduler.platform.messaging.Outgoing;

/** Facts from the queue to this service's copy. */
@ApplicationScoped
public class FactConsumer {

    /** Each message carries up to 1000 facts. */
    private static final int MAX_BATCH = 10;

    private final BatchConsumers consumers;
    private final FactStore facts;

    public FactConsumer(BatchConsumers consumers, FactStore facts) {
        this.consumers = consumers;
        this.facts = facts;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        consumers.consume(
                Queue.FACTS_MULTIPLIERS,
                MAX_BATCH,
                Map.of(
                        MessageType.VOLUNTEER_CHANGED, VolunteerChanged::read,
                        MessageType.ASSIGNMENT_CHANGED, AssignmentChanged::read),
                this::record,
                DatabaseOutage::is);
    }

    private Uni<List<Outgoing>> record(List<Message> batch) {
        List<Volunteer> volunteers = new ArrayList<>();
        List<Assignment> assignments = new ArrayList<>();
        for (Message message : batch) {
            switch (message) {
                case VolunteerChanged changed -> volunteers.addAll(changed.items());
                case AssignmentChanged changed -> assignments.addAll(changed.items());
                default -> throw new IllegalArgumentException("not a fact: " + message.getClass());
            }
        }
        return facts.recordVolunteers(volunteers)
                .chain(() -> facts.recordAssignments(assignments))
                .replaceWith(List.of());
    }
}
