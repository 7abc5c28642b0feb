// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.commission.ledger;

import java.util.List;
import org.volunteerscheduler.commission.rule.CommissionSchedule.Commission;
import org.volunteerscheduler.commission.rule.Sale;

/**
 * A sale whose commissions stand in the ledger.
 *
 * @param commissions levels ascending
 */
public record SettledSale(Sale sale, List<Commission> commissions) {}
