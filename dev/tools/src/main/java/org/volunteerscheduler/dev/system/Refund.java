// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * As Scicent posts it.
 *
 * @param amount tokens; null: whatever is left of the sale
 */
public record Refund(
        String refundId, String transactionId, BigDecimal amount, String currency, Instant timestamp, String reason) {}
