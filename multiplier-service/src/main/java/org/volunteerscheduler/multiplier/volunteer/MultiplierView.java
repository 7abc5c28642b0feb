// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.multiplier.volunteer;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.volunteerscheduler.multiplier.rule.MultiplierFormula;

/**
 * A volunteer's multiplier.
 *
 * @param multiplier 4 decimals; 1 for a volunteer whom no run has computed
 * @param explanation null for a volunteer whom no run has computed
 */
@Schema(requiredProperties = {"user_id", "multiplier"})
public record MultiplierView(
        long userId, BigDecimal multiplier, @JsonUnwrapped MultiplierExplanation explanation) {

    static MultiplierView of(Multipliers.Present present) {
        return switch (present) {
            case Multipliers.NeverComputed never ->
                new MultiplierView(never.userId(), MultiplierFormula.NEVER_COMPUTED, null);
            case Multipliers.Computed computed ->
                new MultiplierView(computed.userId(), computed.multiplier(), MultiplierExplanation.of(computed));
        };
    }
}
