// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

/** Text that can be shown, and that every database takes. */
public final class PrintableText {

    private PrintableText() {}

    /** Whether it is 1 to {@code max} printable characters, not all blank; a surrogate pair is one. */
    public static boolean is(String value, int max) {
        return !value.isBlank()
                && value.codePointCount(0, value.length()) <= max
                && value.codePoints().allMatch(PrintableText::isPrintable);
    }

    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
