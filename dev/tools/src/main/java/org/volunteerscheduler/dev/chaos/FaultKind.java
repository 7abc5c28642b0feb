// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

/**
 * What may happen to a running installation. A connection is cut, so that both sides know; held for a while, so that
 * nothing passes and nobody knows; or forgotten, so that nothing will ever pass, and only a new one does.
 */
enum FaultKind {
    KILL_WEBHOOK("kill -9 a webhook-service"),
    KILL_COMMISSION("kill -9 a commission-service"),
    KILL_MULTIPLIER("kill -9 a multiplier-service"),
    KILL_BUDGET("kill -9 a budget-service"),
    KILL_ALL_REPLICAS("kill -9 all replicas of a service"),
    TERMINATE_SERVICE("SIGTERM a service"),
    FREEZE_SERVICE("freeze a service (SIGSTOP)"),
    RESTART_BROKER("stop and start RabbitMQ"),
    KILL_BROKER("kill -9 RabbitMQ"),
    RESTART_DATABASE("stop and start PostgreSQL"),
    KILL_DATABASE("kill -9 PostgreSQL"),
    CUT_BROKER("cut connections to RabbitMQ"),
    CUT_DATABASE("cut connections to PostgreSQL"),
    CUT_CLIENTS("cut connections of senders"),
    HOLD_BROKER("hold connections to RabbitMQ"),
    HOLD_DATABASE("hold connections to PostgreSQL"),
    HOLD_CLIENTS("hold connections of senders"),
    STRAND_BROKER("forget connections to RabbitMQ"),
    STRAND_DATABASE("forget connections to PostgreSQL"),
    STRAND_CLIENTS("forget connections of senders");

    private final String description;

    FaultKind(String description) {
        this.description = description;
    }

    String description() {
        return description;
    }
}
