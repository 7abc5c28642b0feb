package org.volunteerscheduler.commission.fact;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.volunteerscheduler.commission.sale.WaitingSales;
import org.volunteerscheduler.commission.volunteer.VolunteerDirectory;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.Queue;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.database.DatabaseOutage;
import org.volunteerscheduler.platform.messaging.BatchConsumers;
import org.volunteerscheduler.platform.messaging.Outgoing;
import org.volunteerscheduler.platform.messaging.Publisher;

/** Facts of volunteers from the queue; whoever becomes known wakes the sales that waited for them. */
@ApplicationScoped
public class FactConsumer {

    /** Each message carries up to 1000 facts. */
    private static final int MAX_BATCH = 10;

    private final BatchConsumers consumers;
    private final VolunteerDirectory directory;
    private final WaitingSales waitingSales;
    private final Publisher publisher;

    public FactConsumer(
            BatchConsumers consumers, VolunteerDirectory directory, WaitingSales waitingSales, Publisher publisher) {
        this.consumers = consumers;
        this.directory = directory;
        this.waitingSales = waitingSales;
        this.publisher = publisher;
    }

    void start(@Observes @Priority(1) StartupEvent event) {
        consumers.consume(
                Queue.FACTS_COMMISSIONS,
                MAX_BATCH,
                Map.of(
                        MessageType.VOLUNTEER_CHANGED, VolunteerChanged::read,
                        MessageType.MULTIPLIER_CHANGED, MultiplierChanged::read),
                this::record,
                DatabaseOutage::is);
    }

    private Uni<List<Outgoing>> record(List<Message> batch) {
        List<Volunteer> volunteers = new ArrayList<>();
        List<Multiplier> multipliers = new ArrayList<>();
        for (Message message : batch) {
            switch (message) {
                case VolunteerChanged changed -> volunteers.addAll(changed.items());
                case MultiplierChanged changed -> multipliers.addAll(changed.items());
                default -> throw new IllegalArgumentException("not a fact: " + message.getClass());
            }
        }
        return directory
                .recordVolunteers(volunteers)
                .chain(() -> directory.recordMultipliers(multipliers))
                .chain(() -> waitingSales.wakeWaitingFor(
                        volunteers.stream().map(Volunteer::userId).distinct().toList(), publisher::publish))
                .replaceWith(List.of());
    }
}
