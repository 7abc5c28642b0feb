// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.fact;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.volunteerscheduler.commission.sale.WaitingSales;
import org.volunteerscheduler.commission.volunteer.VolunteerDirectory;
import org.volunteerscheduler.contracts.Message;
import org.volunteerscheduler.contracts.MultiplierChanged;
import org.volunteerscheduler.contracts.MultiplierChanged.Multiplier;
import org.volunteerscheduler.contracts.VolunteerChanged;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;
import org.volunteerscheduler.platform.messaging.Publisher;

/** Facts of volunteers from the queue; whoever becomes known wakes the sales that waited for them. */
@ApplicationScoped
public class FactConsumer {

    private final VolunteerDirectory directory;
    private final WaitingSales waitingSales;
    private final Publisher publisher;

    public FactConsumer(VolunteerDirectory directory, WaitingSales waitingSales, Publisher publisher) {
        this.directory = directory;
        this.waitingSales = waitingSales;
        this.publisher = publisher;
    }

    @Incoming("facts")
    Uni<Void> record(List<Message> batch) {
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
                        volunteers.stream().map(Volunteer::userId).distinct().toList(), publisher::publish));
    }
}
