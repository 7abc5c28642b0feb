// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.refund;

import java.math.BigDecimal;
import java.util.List;
import org.volunteerscheduler.commission.rule.Refund;
import org.volunteerscheduler.commission.rule.RefundableSale.Reversal;

/**
 * A refund whose reversals stand in the ledger.
 *
 * @param buyerId of its sale
 * @param amount tokens that it took back of the sale
 * @param reversals levels ascending
 */
record AppliedRefund(Refund refund, long buyerId, BigDecimal amount, List<Reversal> reversals) {}
