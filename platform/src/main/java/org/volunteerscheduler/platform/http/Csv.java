// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import com.fasterxml.jackson.dataformat.csv.CsvGenerator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.smallrye.mutiny.Multi;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.util.List;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.RestMulti;
import org.volunteerscheduler.contracts.Json;

/**
 * Records as CSV (RFC 4180) for people with spreadsheets: a header, then a line each, columns as the record has them. Text
 * is quoted, numbers are not.
 */
public final class Csv<T> {

    public static final String MEDIA_TYPE = "text/csv";

    /** As a second choice, for whoever does not say what they want. */
    public static final String IF_ASKED_FOR = MEDIA_TYPE + ";qs=0.5";

    private static final CsvMapper MAPPER = Json.configure(CsvMapper.builder())
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS)
            .enable(CsvGenerator.Feature.ALWAYS_QUOTE_EMPTY_STRINGS)
            .addModule(new SimpleModule().addSerializer(new HarmlessText()))
            .build();

    private static final String CONTENT_TYPE = MEDIA_TYPE + ";charset=UTF-8";

    private final CsvSchema schema;
    private final ObjectWriter lines;

    public Csv(Class<T> type) {
        this.schema = MAPPER.schemaFor(type).withLineSeparator("\r\n");
        this.lines = MAPPER.writer(schema.withoutHeader());
    }

    /** As an answer that is sent while it comes. The framework by itself would tell the client which choice it was. */
    public static RestMulti<String> answer(Multi<String> text) {
        return RestMulti.fromMultiData(text)
                .header(HttpHeaders.CONTENT_TYPE, CONTENT_TYPE)
                .build();
    }

    public Multi<String> withHeader(Multi<String> lines) {
        return Multi.createBy().concatenating().streams(Multi.createFrom().item(header()), lines);
    }

    String header() {
        return write(MAPPER.writer(schema.withHeader()).without(CsvGenerator.Feature.ALWAYS_QUOTE_STRINGS), List.of());
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

    /**
     * Puts an apostrophe before each sign with which a spreadsheet would begin a formula.
     *
     * <p>That is the first sign of a cell, and which one that is depends on the reader's locale: where lists are separated
     * by semicolons, {@code 5,"a;=1+1"} is two cells, since a quote counts only at the start of a cell. So a sign is made
     * harmless after every separator too, with nothing but blanks and quotes between. East Asian locales take the
     * full-width signs for the plain ones. Some readers take a tab or a line end for the start of a formula as well.
     */
    private static final class HarmlessText extends StdScalarSerializer<String> {

        private static final String SEPARATOR = "[;\\t\\v]";
        /** What some readers drop at the start of a cell. */
        private static final String BLANK = "[\\h\\p{Cf}\"]";

        private static final String FORMULA_SIGN = "[=+@＝＋－＠﹦﹢﹣﹫-]";

        private static final Pattern CELL_TO_DISARM =
                Pattern.compile("(?<=^|" + SEPARATOR + ")(?=" + BLANK + "*" + FORMULA_SIGN + "|[\\t\\v])");

        HarmlessText() {
            super(String.class);
        }

        @Override
        public void serialize(String text, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(CELL_TO_DISARM.matcher(text).replaceAll("'"));
        }
    }
}
