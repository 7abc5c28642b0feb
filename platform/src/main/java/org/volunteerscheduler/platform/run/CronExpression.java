package org.volunteerscheduler.platform.run;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that says when: seconds, minutes, hours, day of month, month, day of week; or {@code off}. */
public final class CronExpression implements Converter<String> {

    private static final CronParser PARSER =
            new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.QUARTZ));

    @Override
    public String convert(String value) {
        String expression = value.strip();
        if (!expression.isEmpty() && !expression.equals("off")) {
            try {
                PARSER.parse(expression).validate();
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("must be a cron expression of six fields, seconds first, or off");
            }
        }
        return expression.isEmpty() ? null : expression;
    }
}
