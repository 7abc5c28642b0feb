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
    private final Map<String, Set<String>> messageIdsBySale = new HashMap<>();
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
            hearCommissions(message.getProps().getMessageId(), body);
        } else if (type.equals(MessageType.MULTIPLIER_RUN_COMPLETED.routingKey())) {
            completedRuns.add(body.path("run_id").asLong());
        }
    }

    private void hearCommissions(String messageId, JsonNode body) {
        String transactionId = body.path("transaction_id").asText();
        List<Commission> commissions = new ArrayList<>();
        for (JsonNode paid : body.path("commissions")) {
            commissions.add(new Commission(
                    paid.path("level").asInt(),
                    paid.path("user_id").asLong(),
                    paid.path("amount").decimalValue().setScale(2)));
        }
        List<Commission> before = commissionsBySale.putIfAbsent(transactionId, commissions);
        if (before != null && !before.equals(commissions)) {
            contradictions.add(transactionId + " was announced as " + before + " and as " + commissions);
        }
        Set<String> ids = messageIdsBySale.computeIfAbsent(transactionId, any -> new HashSet<>());
        ids.add(messageId);
        if (ids.size() > 1) {
            contradictions.add(transactionId + " was announced with other message ids: " + ids);
        }
    }

    long heard() {
        return heard;
    }

    Map<String, List<Commission>> commissionsBySale() {
        return commissionsBySale;
    }

    Set<Long> completedRuns() {
        return completedRuns;
    }

    /** Where two announcements of the same thing differ. */
    List<String> contradictions() {
        return contradictions;
    }
}
