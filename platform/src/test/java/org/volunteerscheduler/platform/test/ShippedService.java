package org.volunteerscheduler.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.volunteerscheduler.contracts.Json;

/** What holds of every service as it is packaged. */
public abstract class ShippedService {

    private final String service;

    protected ShippedService(String service) {
        this.service = service;
    }

    @Test
    void theBillOfMaterialsNamesWhatIsInItAndNothingOfTheTests() throws IOException {
        List<Path> bills;
        try (var files = Files.newDirectoryStream(Path.of("target"), "*-dependency-cyclonedx.json")) {
            bills = new ArrayList<>();
            files.forEach(bills::add);
        }
        assertThat(bills).hasSize(1);
        JsonNode bill = Json.parse(Files.readAllBytes(bills.getFirst()));
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        // The build's own tools are in it too, and marked as such.
        List<String> components = new ArrayList<>();
        for (JsonNode component : bill.path("components")) {
            if (component.path("properties").findValuesAsText("value").contains("runtime")) {
                components.add(component.path("name").asText());
            }
        }
        assertThat(components).contains(service + "-service", "platform", "contracts", "amqp-client", "quarkus-rest");
        assertThat(components).doesNotContain("rest-assured", "assertj-core", "junit-jupiter");
    }

    /**
     * It does not start, and says why in one line.
     *
     * @param settings {@code NAME=value}, or several separated by spaces; the first is the one to be named
     * @param reason part of what is to be said of it
     */
    protected void refuses(String settings, String reason) {
        Map<String, String> environment = new HashMap<>();
        for (String setting : settings.split(" ")) {
            String[] nameAndValue = setting.split("=", 2);
            environment.put(nameAndValue[0], nameAndValue[1]);
        }
        try (PackagedService refusing = PackagedService.start(service, service + "-misconfigured", environment)) {
            assertThat(refusing.awaitRefusal()).satisfies(line -> assertThat(line)
                    .contains(settings.substring(0, settings.indexOf('=')))
                    .contains(reason)
                    .doesNotContain("Exception"));
        }
    }
}
