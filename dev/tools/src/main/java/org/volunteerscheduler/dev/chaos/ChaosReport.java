// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import static org.volunteerscheduler.dev.system.Console.OUT;

import java.util.Map;

/** What happened and what was checked, as the last thing that a run prints. */
record ChaosReport(ChaosPlan plan, Map<FaultKind, Integer> faults, String elapsed) {

    void print(Installation installation, WebhookSender sender, Verification verification) {
        StringBuilder text = new StringBuilder("\n");
        text.append(String.format("%-36s %6s%n", "fault", "times"));
        faults.forEach((kind, times) -> text.append(String.format("%-36s %6d%n", kind.description(), times)));
        text.append(String.format(
                "%-36s %6d, of %d kinds%n",
                "together", faults.values().stream().mapToInt(Integer::intValue).sum(), faults.size()));
        text.append(String.format("%nseed %d, %s minutes%n", plan.seed(), elapsed.replaceAll("[\\[\\] ]", "")));
        text.append(String.format(
                "%,d deliveries: answered %s; %,d without an answer%n",
                sender.deliveries(), sender.answers(), sender.unanswered()));
        text.append(String.format(
                "nothing accepted for at most %.1f s; %,d announcements heard; %d services ended by themselves%n",
                sender.longestSilenceSeconds(), verification.announcementsHeard(), installation.endedByThemselves()));
        text.append("from receipt to ledger, where nobody had to be waited for: ")
                .append(verification.settleTimes())
                .append("\n\n");
        verification.checks().forEach(check -> text.append(check).append('\n'));
        OUT.print(text);
    }
}
