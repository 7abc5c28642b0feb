// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/** A fact in the past tense that travels between services. Its JSON is its record, in {@code snake_case}. */
public sealed interface Message
        permits SaleMessage,
                VolunteerChanged,
                AssignmentChanged,
                MultiplierChanged,
                CommissionEarned,
                CommissionReversed,
                MultiplierPartPlanned,
                MultiplierRunCompleted,
                BudgetRunStarted,
                BudgetRunCompleted,
                BonusAwarded {}
