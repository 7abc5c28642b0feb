// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a text must be for people and programs to tell things apart by it: two that look alike are one. So every
 * character can be seen, spaces are plain and inside, and accents are composed with their letters (Unicode's NFC). And a
 * path can name it: clients resolve the segments {@code .} and {@code ..} before they ask.
 */
final class Identifier {

    private Identifier() {}

    /** What is wrong with this text of printable characters, in words. */
    static Optional<String> fault(String text) {
        OptionalInt hidden = text.codePoints().filter(Identifier::isHidden).findFirst();
        if (hidden.isPresent()) {
            return Optional.of("must not contain U+%04X, which cannot be told from other text or from nothing"
                    .formatted(hidden.getAsInt()));
        }
        if (text.startsWith(" ") || text.endsWith(" ")) {
            return Optional.of("must not begin or end with a space");
        }
        if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) {
            return Optional.of("must be in Unicode's composed form (NFC)");
        }
        if (Arrays.stream(text.split("/")).anyMatch(segment -> segment.equals(".") || segment.equals(".."))) {
            return Optional.of("must not be . or .., nor have them between slashes");
        }
        return Optional.empty();
    }

    private static boolean isHidden(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            case Character.SPACE_SEPARATOR -> codePoint != ' ';
            default -> isBlank(codePoint);
        };
    }

    /**
     * Letters, marks and symbols by category, which show nothing all the same: Unicode's Default_Ignorable_Code_Point,
     * of which the JDK does not tell, and two symbols that are drawn as empty space.
     */
    private static boolean isBlank(int codePoint) {
        return switch (codePoint) {
            case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0 -> true;
            case 0x2800, 0x1D159 -> true;
            default -> (codePoint >= 0xFE00 && codePoint <= 0xFE0F) || (codePoint >= 0xE0100 && codePoint <= 0xE01EF);
        };
    }
}
