// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.GetResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.volunteerscheduler.contracts.Json;
import org.volunteerscheduler.contracts.MessageType;
import org.volunteerscheduler.dev.chaos.ExpectedCommissions.Commission;
import org.volunteerscheduler.dev.system.BrokerServer;

/** What was announced, from a queue that somebody else than the services has bound. */
final class AnnouncementListener {

    private final Map<String, List<Commission>> commissionsBySale = new HashMap<>();
    private final Map<String, List<Commission>> reversalsByRefund = new HashMap<>();
    private final Set<Long> completedRuns = new HashSet<>();
    private final List<String> contradictions = new ArrayList<>();
    private long heard;

    private AnnouncementListener() {}

    /** Takes all of it out of the queue. */
    static AnnouncementListener drain(BrokerServer broker) {
        AnnouncementListener listener = new AnnouncementListener();
        broker.onChannel(channel -> {
            for (GetResponse next = channel.basicGet(Installation.LISTENER_QUEUE, true);
                    next != null;
                    next = channel.basicGet(Installation.LISTENER_QUEUE, true)) {
                listener.hear(next);
            }
            return null;
        });
        return listener;
    }

    private void hear(GetResponse message) {
        heard++;
        String type = message.getProps().getType();
        JsonNode body = Json.parse(message.getBody());
        if (type.equals(MessageType.COMMISSION_EARNED.routingKey())) {
            for (JsonNode sale : body.path("items")) {
                hear(commissionsBySale, sale.path("transaction_id").asText(), sale.path("commissions"));
            }
        } else if (type.equals(MessageType.COMMISSION_REVERSED.routingKey())) {
            for (JsonNode refund : body.path("items")) {
                hear(reversalsByRefund, refund.path("refund_id").asText(), refund.path("reversals"));
            }
        } else if (type.equals(MessageType.MULTIPLIER_RUN_COMPLETED.routingKey())) {
            completedRuns.add(body.path("run_id").asLong());
        }
    }

    private void hear(Map<String, List<Commission>> entriesById, String id, JsonNode entries) {
        List<Commission> announced = new ArrayList<>();
        for (JsonNode entry : entries) {
            announced.add(new Commission(
                    entry.path("level").asInt(),
                    entry.path("user_id").asLong(),
                    entry.path("amount").decimalValue().setScale(2)));
        }
        List<Commission> before = entriesById.putIfAbsent(id, announced);
        if (before != null && !before.equals(announced)) {
            contradictions.add(id + " was announced as " + before + " and as " + announced);
        }
    }

    long heard() {
        return heard;
    }

    Map<String, List<Commission>> commissionsBySale() {
        return commissionsBySale;
    }

    /** Of each applied refund what it took back. */
    Map<String, List<Commission>> reversalsByRefund() {
        return reversalsByRefund;
    }

    Set<Long> completedRuns() {
        return completedRuns;
    }

    /** Where two announcements of the same thing differ. */
    List<String> contradictions() {
        return contradictions;
    }
}
