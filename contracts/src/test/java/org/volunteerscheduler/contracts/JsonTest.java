// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.volunteerscheduler.contracts.AssignmentChanged.Assignment;
import org.volunteerscheduler.contracts.VolunteerChanged.Volunteer;

class JsonTest {

    private static final Instant NOON = Instant.parse("2024-12-15T12:00:00Z");

    @Test
    void aMessageReadsAsItWasWritten() {
        SaleRecorded sale = new SaleRecorded("tx-😀", 5, new BigDecimal("100.12345678"), "SCICENT", NOON, NOON);
        assertThat(Json.read(Json.write(sale), SaleRecorded::read)).isEqualTo(sale);

        VolunteerChanged volunteers = new VolunteerChanged(List.of(new Volunteer(5, 1, null, 1, null, NOON, NOON)));
        assertThat(Json.read(Json.write(volunteers), VolunteerChanged::read)).isEqualTo(volunteers);

        AssignmentChanged assignments = new AssignmentChanged(
                List.of(new Assignment(7, 5, AssignmentChanged.Status.APPROVED, 20, 1, NOON, NOON, NOON)));
        assertThat(Json.read(Json.write(assignments), AssignmentChanged::read)).isEqualTo(assignments);
    }

    @Test
    void decimalsNeverPassThroughADouble() {
        assertThat(sale("\"amount\":0.10000001").amount()).isEqualByComparingTo("0.10000001");
        assertThat(sale("\"amount\":999999999999.99999999").amount()).isEqualByComparingTo("999999999999.99999999");
        assertThat(sale("\"amount\":1e2").amount()).isEqualByComparingTo("100");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "-0.0",
                "\"100\"",
                "1e400",
                "1e999999999",
                "1e-999999999",
                "0.000000001",
                "1000000000000",
                "null",
                "true",
                "[]",
                "{}"
            })
    void anAmountThatIsNoneIsRefused(String amount) {
        assertThatThrownBy(() -> sale("\"amount\":" + amount))
                .isInstanceOfSatisfying(InvalidJson.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactly("amount"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"NaN", "Infinity", "+1", "01", ".5", "1.", "0x10", "1e99999999999", "1e-2147483648"})
    void aNumberThatIsNoJsonIsRefused(String amount) {
        assertThatThrownBy(() -> sale("\"amount\":" + amount)).isInstanceOf(InvalidJson.class);
    }

    @Test
    void allViolationsAreFoundAtOnce() {
        assertThatThrownBy(() -> Json.read(
                        bytes("{\"amount\":-1,\"timestamp\":\"yesterday\"}"),
                        fields -> SaleRecorded.readRequest(fields, NOON)))
                .isInstanceOfSatisfying(InvalidJson.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactlyInAnyOrder("transaction_id", "user_id", "amount", "timestamp"));
    }

    @Test
    void aViolationInAnArrayNamesItsIndex() {
        String good = "{\"user_id\":5,\"organization_id\":1,\"level\":1,\"registered_at\":\"2024-12-15T12:00:00Z\","
                + "\"updated_at\":\"2024-12-15T12:00:00Z\"}";
        String bad = good.replace("\"level\":1", "\"level\":0");
        assertThatThrownBy(() -> Json.readOneOrMany(bytes("[" + good + "," + bad + ",7]"), 1000, Volunteer::read))
                .isInstanceOfSatisfying(InvalidJson.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .contains("[1].level", "[2]"));
    }

    @Test
    void aKeyThatStandsTwiceIsRefused() {
        assertThatThrownBy(() -> sale("\"amount\":1,\"amount\":100")).isInstanceOf(InvalidJson.class);
    }

    @Test
    void whatIsDeeplyNestedIsRefusedAndNotFollowed() {
        assertThatThrownBy(() -> Json.parse(bytes("[".repeat(100_000)))).isInstanceOf(InvalidJson.class);
    }

    @Test
    void whatIsNotUtf8IsRefused() {
        assertThatThrownBy(() -> Json.parse("{\"a\":\"ü\"}".getBytes(StandardCharsets.ISO_8859_1)))
                .isInstanceOf(InvalidJson.class)
                .hasMessageContaining("UTF-8");
        assertThatThrownBy(() -> Json.parse("{\"a\":1}".getBytes(StandardCharsets.UTF_16)))
                .isInstanceOf(InvalidJson.class);
    }

    @Test
    void anInstantNeedsAZoneAndAPlausibleYear() {
        assertThat(sale("\"amount\":1,\"timestamp\":\"2024-12-15T13:00:00+01:00\"")
                        .soldAt())
                .isEqualTo(NOON);
        for (String wrong :
                List.of("2024-12-15T12:00:00", "2024-12-15", "9999-01-01T00:00:00Z", "1999-12-31T23:59:59Z")) {
            assertThatThrownBy(() -> sale("\"amount\":1,\"timestamp\":\"" + wrong + "\""))
                    .isInstanceOf(InvalidJson.class);
        }
    }

    /** Unicode's own classes decide; a look-alike of the same sale would be paid once more. */
    @Test
    void anIdHasNoCharacterThatNobodySees() {
        Pattern hidden = Pattern.compile("[\\p{C}\\p{Z}&&[^ ]]");
        Set<Integer> blank = IntStream.of(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F)
                .boxed()
                .collect(Collectors.toSet());
        blank.addAll(List.of(0x2800, 0x3164, 0xFFA0, 0x1D159));
        IntStream.rangeClosed(0xFE00, 0xFE0F).forEach(blank::add);
        IntStream.rangeClosed(0xE0100, 0xE01EF).forEach(blank::add);
        ObjectNode sale = (ObjectNode) Json.parse(bytes("{\"user_id\":5,\"amount\":1}"));
        List<String> wrong = new ArrayList<>();
        for (int codePoint = 0; codePoint <= Character.MAX_CODE_POINT; codePoint++) {
            String character = Character.toString(codePoint);
            boolean seen = !hidden.matcher(character).matches() && !blank.contains(codePoint);
            String id = Normalizer.normalize("tx" + character + "1", Normalizer.Form.NFC);
            if (id.codePointCount(0, id.length()) == 4 && isId(sale, id) != seen) {
                wrong.add("U+%04X".formatted(codePoint));
            }
        }
        assertThat(wrong).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "tx1\u200b",
                "\ufefftx1",
                "tx\u00ad1",
                "tx\u00a01",
                " tx1",
                "tx1 ",
                "\u3000tx1",
                "tx\ue0001",
                "tx1\ufe0f",
                "cafe\u0301",
                ".",
                "..",
                "a/../b",
                "./a",
                "a/.."
            })
    void aLookAlikeOrUnaddressableIdIsRefusedWhereverItComesFrom(String id) {
        ObjectNode sale = (ObjectNode) Json.parse(bytes("{\"user_id\":5,\"amount\":1,\"transaction_id\":\"tx1\"}"));
        for (String field : List.of("transaction_id", "currency")) {
            assertThatThrownBy(() -> Json.read(
                            (JsonNode) sale.deepCopy().put(field, id),
                            fields -> SaleRecorded.readRequest(fields, NOON)))
                    .isInstanceOfSatisfying(InvalidJson.class, e -> assertThat(e.violations())
                            .extracting(Violation::field)
                            .containsExactly(field));
        }
        // What was accepted before is still settled.
        SaleRecorded before = new SaleRecorded(id, 5, BigDecimal.ONE, "SCICENT", NOON, NOON);
        assertThat(Json.read(Json.write(before), SaleRecorded::read)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tx 1", "...", "..a", "a/.b/c", "caf\u00e9", "tx-😀", "交易/1", "#?&%2e"})
    void anIdThatCanBeSeenAndAddressedIsTaken(String id) {
        assertThat(isId((ObjectNode) Json.parse(bytes("{\"user_id\":5,\"amount\":1}")), id))
                .isTrue();
    }

    private static boolean isId(ObjectNode sale, String id) {
        try {
            Json.read((JsonNode) sale.put("transaction_id", id), fields -> SaleRecorded.readRequest(fields, NOON));
            return true;
        } catch (InvalidJson refused) {
            return false;
        }
    }

    @Test
    void aVolunteerWhoBringsThemselfInIsRefusedAtTheDoorAlone() {
        String other = "{\"user_id\":5,\"organization_id\":1,\"referrer_id\":4,\"level\":1,"
                + "\"registered_at\":\"2024-12-15T12:00:00Z\",\"updated_at\":\"2024-12-15T12:00:00Z\"}";
        String self = other.replace("\"referrer_id\":4", "\"referrer_id\":5");
        assertThatThrownBy(() -> Json.readOneOrMany(
                        bytes("[" + other + "," + self + "," + self + "]"), 1000, Volunteer::readRequest))
                .isInstanceOfSatisfying(InvalidJson.class, e -> assertThat(e.violations())
                        .extracting(Violation::field)
                        .containsExactly("[1].referrer_id", "[2].referrer_id"));
        assertThat(Json.read(bytes("{\"items\":[" + self + "]}"), VolunteerChanged::read)
                        .items())
                .hasSize(1);
    }

    /** SQL compares microseconds, then the tiebreak; Java compares nanoseconds, then the tiebreak. */
    @Test
    void statesHaveOneOrderInJavaAndInSql() {
        Comparator<State> sql = Comparator.comparing(
                        (State state) -> state.asOf().truncatedTo(ChronoUnit.MICROS))
                .thenComparingLong(State::tiebreak);
        List<State> states = new ArrayList<>();
        for (int nanos : new int[] {0, 1, 999, 1000, 1999}) {
            for (int level = 1; level <= 20; level++) {
                states.add(new Volunteer(5, 1, null, level, null, NOON, NOON.plusNanos(nanos)));
            }
        }
        for (State one : states) {
            assertThat(one.tiebreak()).isNotNegative();
            for (State other : states) {
                int order = State.ORDER.compare(one, other);
                assertThat(Integer.signum(order)).isEqualTo(Integer.signum(sql.compare(one, other)));
                assertThat(order == 0).isEqualTo(one.equals(other));
            }
        }
    }

    @Test
    void aStateIsReadToTheNanosecondAndItsTiebreakIsThatOfItsFieldsAlone() {
        Volunteer volunteer = Json.read(
                bytes("{\"updated_at\":\"2024-12-15T13:00:00.000000999+01:00\",\"level\":1, \"new\":{\"key\":7},"
                        + "\"registered_at\":\"2024-12-15T12:00:00.00Z\",\"organization_id\":1,\"user_id\":5}"),
                Volunteer::readRequest);
        assertThat(volunteer).isEqualTo(new Volunteer(5, 1, null, 1, null, NOON, NOON.plusNanos(999)));
        assertThat(Json.read(Json.write(volunteer), Volunteer::read).tiebreak())
                .isEqualTo(volunteer.tiebreak())
                // Written down, since a release that computed another one would contradict those before it.
                .isEqualTo(9_006_060_188_241_297_296L);
    }

    private static SaleRecorded sale(String fields) {
        return Json.read(
                bytes("{\"user_id\":5,\"transaction_id\":\"t\"," + fields + "}"),
                object -> SaleRecorded.readRequest(object, NOON));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
