// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.fact;

import java.util.List;
import java.util.Locale;
import org.volunteerscheduler.dev.system.Service;

/** A service's copy of facts. */
enum FactTable {
    VOLUNTEER("user_id"),
    ASSIGNMENT("assignment_id");

    private final String key;

    FactTable(String key) {
        this.key = key;
    }

    /** Those that the service has. */
    static List<FactTable> of(Service service) {
        return service == Service.COMMISSION ? List.of(VOLUNTEER) : List.of(values());
    }

    String tableName() {
        return name().toLowerCase(Locale.ROOT);
    }

    String key() {
        return key;
    }

    @Override
    public String toString() {
        return tableName() + "s";
    }
}
