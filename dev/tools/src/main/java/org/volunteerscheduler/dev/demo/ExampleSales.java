// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.demo;

import static org.volunteerscheduler.dev.demo.ExampleSale.earns;
import static org.volunteerscheduler.dev.demo.ExampleSale.unpaid;

import java.math.BigDecimal;
import java.util.List;

/** The sales of one run of the demonstration. */
record ExampleSales(
        ExampleSale first,
        ExampleSale tiny,
        ExampleSale repeated,
        ExampleSale fiveLevels,
        ExampleSale early,
        ExampleSale forged) {

    static ExampleSales of(SaleVolunteers volunteers) {
        return new ExampleSales(
                ExampleSale.of(
                        volunteers.transactionId("first"),
                        "user 5",
                        "100.50",
                        earns(1, "user 4", "0.10", "10.05"),
                        earns(2, "user 3", "0.08", "8.04"),
                        earns(3, "user 2", "0.06", "6.03"),
                        earns(4, "user 1", "0.04", "4.02")),
                ExampleSale.of(
                        volunteers.transactionId("tiny"),
                        "user 5",
                        "0.12",
                        earns(1, "user 4", "0.10", "0.01"),
                        earns(2, "user 3", "0.08", "0.01"),
                        earns(3, "user 2", "0.06", "0.01"),
                        unpaid(4, "user 1", "0.04")),
                ExampleSale.of(
                        volunteers.transactionId("repeated"),
                        "user 5",
                        "40.00",
                        earns(1, "user 4", "0.10", "4.00"),
                        earns(2, "user 3", "0.08", "3.20"),
                        earns(3, "user 2", "0.06", "2.40"),
                        earns(4, "user 1", "0.04", "1.60")),
                ExampleSale.of(
                        volunteers.transactionId("five_levels"),
                        "Finn",
                        "250.00",
                        earns(1, "Eva", "0.10", "25.00"),
                        earns(2, "Dev", "0.08", "20.00"),
                        earns(3, "Cleo", "0.06", "15.00"),
                        earns(4, "Ben", "0.04", "10.00"),
                        earns(5, "Ada", "0.02", "5.00")),
                ExampleSale.of(
                        volunteers.transactionId("early"),
                        SaleVolunteers.LATECOMER,
                        "80.00",
                        earns(1, "Finn", "0.10", "8.00"),
                        earns(2, "Eva", "0.08", "6.40"),
                        earns(3, "Dev", "0.06", "4.80"),
                        earns(4, "Cleo", "0.04", "3.20"),
                        earns(5, "Ben", "0.02", "1.60")),
                ExampleSale.of(volunteers.transactionId("forged"), "user 5", "1000.00"));
    }

    /** All that must be in the ledger at the end. */
    List<ExampleSale> settled() {
        return List.of(first, tiny, fiveLevels, repeated, early);
    }

    /** The amounts that somebody earns from them. */
    List<BigDecimal> earnedBy(String name) {
        return settled().stream()
                .flatMap(sale -> sale.paid().stream())
                .filter(entry -> entry.who().equals(name))
                .map(ExampleSale.Expected::amount)
                .toList();
    }
}
