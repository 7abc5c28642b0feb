package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.List;
import org.volunteerscheduler.contracts.Json;

/** Records as CSV (RFC 4180) for people with spreadsheets: a header, then a line each, columns as the record has them. */
public final class Csv<T> {

    public static final String MEDIA_TYPE = "text/csv";

    /** As a second choice, for whoever does not say what they want. */
    public static final String IF_ASKED_FOR = MEDIA_TYPE + ";qs=0.5";

    private static final CsvMapper MAPPER = Json.configure(CsvMapper.builder())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .addModule(new SimpleModule().addSerializer(new HarmlessText()))
            .build();

    private final CsvSchema schema;
    private final ObjectWriter lines;

    public Csv(Class<T> type) {
        this.schema = MAPPER.schemaFor(type).withLineSeparator("\r\n");
        this.lines = MAPPER.writer(schema.withoutHeader());
    }

    public String header() {
        return write(MAPPER.writer(schema.withHeader()), List.of());
    }

    public String lines(List<T> rows) {
        return write(lines, rows);
    }

    private static String write(ObjectWriter writer, List<?> rows) {
        try {
            return writer.writeValueAsString(rows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not writable as CSV", e);
        }
    }

    /** A text that a spreadsheet would take for a formula gets an apostrophe in front. */
    private static final class HarmlessText extends StdScalarSerializer<String> {

        private static final String FORMULA_STARTS = "=+-@\t\r";

        HarmlessText() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator generator, SerializerProvider provider) throws IOException {
            boolean formula = !text.isEmpty() && FORMULA_STARTS.indexOf(text.charAt(0)) >= 0;
            generator.writeString(formula ? "'" + text : text);
        }
    }
}
