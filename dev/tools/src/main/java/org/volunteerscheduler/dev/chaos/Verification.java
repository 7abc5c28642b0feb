// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.volunteerscheduler.dev.system.Console.say;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Compares what there is at the end with what there must be. */
final class Verification {

    /** Statuses that promise nothing and ask to send again. */
    private static final List<Integer> SEND_AGAIN = List.of(429, 503);

    private final Installation installation;
    private final WebhookSender sender;
    private final BrokerVerification broker;
    private final LedgerVerification ledger;
    private final RefundVerification refunds;
    private final FactVerification facts;
    private final MultiplierVerification multipliers;
    private final List<Check> checks = new ArrayList<>();
    private AnnouncementListener announcements;
    private List<String> openRuns = List.of();
    private Instant lastRun;

    Verification(Installation installation, Dataset dataset, WebhookSender sender) {
        this.installation = installation;
        this.sender = sender;
        this.broker = new BrokerVerification(installation, sender);
        this.ledger = new LedgerVerification(installation, dataset, sender);
        this.refunds = new RefundVerification(installation, dataset, sender);
        this.facts = new FactVerification(installation, dataset);
        this.multipliers = new MultiplierVerification(installation, dataset);
    }

    /**
     * What the services themselves must answer.
     *
     * @param runs null if multiplier-service takes no part
     */
    void beforeStop(List<Replica> unready, MultiplierRuns runs) {
        checks.add(healthy(unready));
        checks.add(onlyExpectedAnswers());
        checks.addAll(allAccepted());
        say(broker.awaitQuiet() ? "all is settled and quiet" : "it does not become quiet");
        if (runs != null && unready.isEmpty()) {
            lastRun = runs.start(Instant.now());
            openRuns = runs.awaitCompleted();
            broker.awaitQuiet();
        }
        checks.add(refunds.statements());
    }

    /** What must stand in the databases and queues, when nobody has anything in hand any more. */
    void afterStop(MultiplierRuns runs) {
        checks.addAll(ledger.check());
        announcements = AnnouncementListener.drain(installation.broker());
        checks.addAll(refunds.check());
        checks.addAll(ledger.announcements(announcements));
        checks.add(refunds.announcements(announcements));
        checks.addAll(facts.check());
        if (lastRun != null) {
            checks.addAll(multipliers.check(runs, openRuns, lastRun, announcements));
        }
        checks.addAll(broker.queues());
    }

    List<Check> checks() {
        return checks;
    }

    long announcementsHeard() {
        return announcements.heard();
    }

    String settleTimes() {
        return ledger.settleTimes();
    }

    private Check healthy(List<Replica> unready) {
        return new Check(
                "all " + installation.replicas().size() + " services are healthy",
                unready.stream()
                        .map(replica -> replica + " is not ready; see "
                                + replica.process().log())
                        .toList());
    }

    private Check onlyExpectedAnswers() {
        List<String> others = new ArrayList<>();
        sender.answers().forEach((status, count) -> {
            if (status != WebhookSender.ACCEPTED && !SEND_AGAIN.contains(status)) {
                others.add(count + " answers " + status);
            }
        });
        return new Check("the webhooks answered 202, or asked to send again", others);
    }

    private List<Check> allAccepted() {
        return List.of(
                Check.same(
                        sender.accepted().size() + " sales were answered 202, as many as were sent",
                        new TreeMap<>(sender.sent()),
                        new TreeMap<>(sender.accepted())),
                Check.same(
                        sender.acceptedRefunds().size() + " refunds were answered 202, as many as were sent",
                        new TreeMap<>(sender.sentRefunds()),
                        new TreeMap<>(sender.acceptedRefunds())));
    }
}
