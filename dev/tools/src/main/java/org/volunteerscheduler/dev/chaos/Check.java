// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.chaos;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;

/**
 * One thing that must hold at the end.
 *
 * @param what in words, with figures
 * @param faults what is wrong; empty if it holds
 */
record Check(String what, List<String> faults) {

    private static final int SHOWN = 5;

    boolean holds() {
        return faults.isEmpty();
    }

    /** The same keys with equal values on both sides. */
    static <K extends Comparable<K>, V> Check same(String what, Map<K, V> expected, Map<K, V> found) {
        TreeSet<K> keys = new TreeSet<>(expected.keySet());
        keys.addAll(found.keySet());
        List<String> faults = new ArrayList<>();
        for (K key : keys) {
            if (!Objects.equals(expected.get(key), found.get(key))) {
                faults.add(key + ": expected " + text(expected.get(key)) + ", found " + text(found.get(key)));
            }
        }
        return new Check(what, faults);
    }

    private static String text(Object value) {
        return value == null ? "nothing" : value.toString();
    }

    static Check isTrue(String what, boolean holds, String otherwise) {
        return new Check(what, holds ? List.of() : List.of(otherwise));
    }

    @Override
    public String toString() {
        StringBuilder lines = new StringBuilder((holds() ? "✓ " : "✗ ") + what);
        faults.stream().limit(SHOWN).forEach(fault -> lines.append("\n    ").append(fault));
        if (faults.size() > SHOWN) {
            lines.append("\n    and ").append(faults.size() - SHOWN).append(" more");
        }
        return lines.toString();
    }
}
