// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.volunteerscheduler.dev.system.Answer;
import org.volunteerscheduler.dev.system.Service;
import org.volunteerscheduler.dev.system.ServiceClient;
import org.volunteerscheduler.dev.system.Signer;
import org.volunteerscheduler.dev.system.User;
import org.volunteerscheduler.dev.system.Wait;
import org.volunteerscheduler.dev.system.Webhook;

/** Scicent and Decidim before the webhooks, an operator who starts runs, and a viewer who reads what became of it all. */
final class DemoClient {

    /** Settling takes milliseconds; this is for a machine that is busy with something else. */
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    /** Once something did not come, the rest need not take minutes. */
    private static final Duration TIMEOUT_AFTER_MISS = Duration.ofSeconds(1);

    private static final Duration PAUSE = Duration.ofMillis(50);

    private Duration timeout = TIMEOUT;

    Answer post(Webhook webhook, Object body) {
        return client(Service.WEBHOOK).post(webhook, body);
    }

    /**
     * Sends facts, as many requests as it takes.
     *
     * @return the last answer, or the first that is not 202
     */
    Answer postAll(Webhook webhook, List<?> facts) {
        Answer answer = null;
        for (int i = 0; i < facts.size() && (answer == null || answer.status() == 202); i += Webhook.MAX_FACTS) {
            answer = post(webhook, facts.subList(i, Math.min(facts.size(), i + Webhook.MAX_FACTS)));
        }
        return answer;
    }

    /** As somebody would who does not know the secret. */
    Answer postForged(Webhook webhook, Object body) {
        return client(Service.WEBHOOK).post(webhook, new Signer("not the secret"), body);
    }

    /** As a viewer. */
    Answer get(Service service, String path) {
        return client(service).get(User.VIEWER, path);
    }

    /** As an operator. */
    Answer post(Service service, String path, Object body) {
        return client(service).post(User.OPERATOR, path, body);
    }

    private static ServiceClient client(Service service) {
        return new ServiceClient(service.url());
    }

    Answer sale(String transactionId) {
        return get(Service.COMMISSION, "/volunteer_scheduler/sales/" + transactionId);
    }

    Answer refund(String refundId) {
        return get(Service.COMMISSION, "/volunteer_scheduler/refunds/" + refundId);
    }

    /** The sale as soon as it is as awaited, or as it was when the time was over. */
    Answer awaitSale(String transactionId, Predicate<JsonNode> awaited) {
        return await(() -> sale(transactionId), awaited);
    }

    /** The 200 whose body is as awaited, or the last answer when the time was over. */
    Answer await(Supplier<Answer> question, Predicate<JsonNode> awaited) {
        Predicate<Answer> hasCome = answer -> answer.status() == 200 && awaited.test(answer.body());
        Answer answer = Wait.until(timeout, PAUSE, question, hasCome);
        if (!hasCome.test(answer)) {
            timeout = TIMEOUT_AFTER_MISS;
        }
        return answer;
    }
}
