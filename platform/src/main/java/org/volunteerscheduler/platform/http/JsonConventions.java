// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/** Answers look like messages: {@code snake_case}, plain decimals, ISO-8601. */
@Singleton
public class JsonConventions implements ObjectMapperCustomizer {

    @Override
    @SuppressWarnings("deprecation") // the only form in which an ObjectMapper that exists can be told
    public void customize(ObjectMapper mapper) {
        mapper.setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);
    }
}
