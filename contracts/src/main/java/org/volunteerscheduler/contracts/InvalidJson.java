// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.util.List;
import java.util.stream.Collectors;

/** A body that can never be accepted: not JSON, or JSON of the wrong shape. Carries every violation that was found. */
public final class InvalidJson extends RuntimeException {

    private final transient List<Violation> violations;

    public InvalidJson(List<Violation> violations) {
        super(violations.stream().map(Violation::toString).collect(Collectors.joining("; ")), null, false, false);
        this.violations = List.copyOf(violations);
    }

    public InvalidJson(String message) {
        this(List.of(new Violation("", message)));
    }

    public List<Violation> violations() {
        return violations;
    }
}
