// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.math.BigDecimal;
import java.text.Normalizer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvTest {

    private record Line(BigDecimal amount, String transactionId, String currency) {}

    private record Everything(String text, Integer count, BigDecimal amount, boolean reversal, Instant at) {}

    private final Csv<Line> csv = new Csv<>(Line.class);

    @Test
    void aHeaderNamesTheColumnsAndLinesHaveWhatIsInThem() {
        assertThat(csv.header()).isEqualTo("amount,transaction_id,currency\r\n");
        assertThat(csv.lines(List.of(line("-10.50", "tx"), line("1E+3", "ty"))))
                .isEqualTo("-10.50,\"tx\",\"SCICENT\"\r\n1000,\"ty\",\"SCICENT\"\r\n");
    }

    @Test
    void textIsQuotedNumbersAreNotAndWhatIsAbsentIsEmpty() {
        Csv<Everything> csv = new Csv<>(Everything.class);
        assertThat(csv.lines(List.of(
                        new Everything("", -7, new BigDecimal("-0.10"), true, Instant.EPOCH),
                        new Everything("a,\"b\"", null, null, false, null))))
                .isEqualTo("\"\",-7,-0.10,true,\"1970-01-01T00:00:00Z\"\r\n\"a,\"\"b\"\"\",,,false,\r\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "=1+1      | '=1+1",
                "+1        | '+1",
                "-1        | '-1",
                "@SUM(A1)  | '@SUM(A1)",
                "＝1+1      | '＝1+1",
                "x;=1+1    | x;'=1+1",
                "x; ＠SUM   | x;' ＠SUM",
                "x;\"-1\"  | x;'\"-1\"",
                "a=b+c-d@e | a=b+c-d@e",
                "a, -5     | a, -5"
            },
            quoteCharacter = '`')
    void anApostropheStandsOnlyBeforeWhatASpreadsheetWouldCompute(String text, String written) throws IOException {
        assertThat(commaSeparated(csv.lines(List.of(line("1", text)))).getFirst()[1])
                .isEqualTo(written);
    }

    /** Whichever separator the reader's locale has. */
    @Property
    void noCellIsAFormulaWhateverTheTextAndTheSeparator(
            @ForAll("hostile") String id, @ForAll("hostile") String currency) throws IOException {
        String lines = csv.lines(List.of(new Line(new BigDecimal("-1"), id, currency)));
        List<String> cells = new ArrayList<>();
        for (String[] row : commaSeparated(lines)) {
            assertThat(row).hasSize(3);
            assertThat(row[0]).isEqualTo("-1");
            cells.addAll(List.of(row[1], row[2]));
        }
        for (String separator : new String[] {";", "\t"}) {
            String[] split = lines.split("[\r\n" + separator + "]");
            // The first one begins with the number.
            cells.addAll(List.of(split).subList(1, split.length));
        }
        assertThat(cells).noneMatch(CsvTest::isFormula);
    }

    private static boolean isFormula(String cell) {
        String shown = Normalizer.normalize(cell, Normalizer.Form.NFKC).replaceFirst("^[ \"\u200b]+", "");
        return cell.matches("(?s)[\t\r\n].*") || shown.matches("(?s)[=+@-].*");
    }

    @Provide
    Arbitrary<String> hostile() {
        return Arbitraries.of(
                        "=", "+", "-", "@", "＝", "＋", "－", "＠", "﹦", ";", "\t", "\n", "\r", ",", "\"", "'", " ", "　",
                        "\u00a0", "\u200b", "1", "A")
                .list()
                .ofMaxSize(8)
                .map(parts -> String.join("", parts));
    }

    private static Line line(String amount, String transactionId) {
        return new Line(new BigDecimal(amount), transactionId, "SCICENT");
    }

    private static List<String[]> commaSeparated(String lines) throws IOException {
        try (MappingIterator<String[]> rows = new CsvMapper()
                .readerFor(String[].class)
                .with(CsvParser.Feature.WRAP_AS_ARRAY)
                .with(CsvSchema.emptySchema())
                .readValues(lines)) {
            return rows.readAll();
        }
    }
}
