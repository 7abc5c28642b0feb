package org.volunteerscheduler.platform.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

    private record Line(String transactionId, BigDecimal amount) {}

    private final Csv<Line> csv = new Csv<>(Line.class);

    @Test
    void aHeaderNamesTheColumnsAndLinesHaveWhatIsInThem() {
        assertThat(csv.header()).isEqualTo("transaction_id,amount\r\n");
        assertThat(csv.lines(List.of(new Line("tx", new BigDecimal("-10.50")), new Line("ty", new BigDecimal("1E+3")))))
                .isEqualTo("tx,-10.50\r\nty,1000\r\n");
    }

    @Test
    void quotesCommasAndLineEndsAreQuoted() {
        assertThat(csv.lines(List.of(new Line("a,\"b\"", BigDecimal.ONE)))).isEqualTo("\"a,\"\"b\"\"\",1\r\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1"})
    void aTextThatASpreadsheetWouldComputeIsDisarmed(String text) {
        assertThat(csv.lines(List.of(new Line(text, BigDecimal.ONE)))).contains("'" + text);
    }
}
