// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.math.BigDecimal;
import java.time.Instant;

/** A sale as Scicent posts it: its JSON is this record in {@code snake_case}. */
public record Sale(long userId, BigDecimal amount, String transactionId, String currency, Instant timestamp) {}
