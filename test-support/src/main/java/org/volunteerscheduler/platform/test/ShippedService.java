// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.volunteerscheduler.contracts.Json;

/** What holds of every service as it is packaged. */
public abstract class ShippedService {

    private final String service;

    protected ShippedService(String service) {
        this.service = service;
    }

    @Test
    void theBillOfMaterialsNamesWhatIsInItAndNothingOfTheTests() throws IOException {
        JsonNode bill = billOfMaterials();
        assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
        // The build's own tools are in it too, and marked as such.
        List<String> components = new ArrayList<>();
        for (JsonNode component : bill.path("components")) {
            if (component.path("properties").findValuesAsText("value").contains("runtime")) {
                components.add(component.path("name").asText());
            }
        }
        assertThat(components).contains(service + "-service", "platform", "contracts", "amqp-client", "quarkus-rest");
        assertThat(components)
                .doesNotContain("rest-assured", "assertj-core", "junit-jupiter", "local-servers", "quarkus-devui");
    }

    /** The first version without a known hole, and what is known of those before; build tools count too. */
    @ParameterizedTest
    @CsvSource({
        "io.quarkus, quarkus-(?!fs-util).*, 3.33.2, CVE-2026-39852: path policies passed by ;x",
        "io.quarkus, quarkus-vertx-http(-deployment)?, 3.33.2.1, CVE-2026-50559: path policies passed by %3B and %2F",
        "io.quarkus.resteasy.reactive, .*, 3.33.2.1, CVE-2026-50559: path policies passed by %3B and %2F",
        "io.netty, netty-(?!tcnative).*, 4.1.136.Final, CVE-2026-33871: flood of HTTP/2 CONTINUATION frames",
        "io.vertx, .*, 4.5.28, HTTP and SQL client in step with Netty"
    })
    void theBillOfMaterialsNamesNoVersionWithAKnownHole(String group, String name, String fixed, String hole)
            throws IOException {
        List<String> matching = new ArrayList<>();
        List<String> vulnerable = new ArrayList<>();
        for (JsonNode component : billOfMaterials().path("components")) {
            String found = component.path("name").asText();
            String version = component.path("version").asText();
            if (component.path("group").asText().equals(group) && found.matches(name)) {
                matching.add(found);
                if (Version.parse(version).compareTo(Version.parse(fixed)) < 0) {
                    vulnerable.add(found + " " + version);
                }
            }
        }
        assertThat(matching).isNotEmpty();
        assertThat(vulnerable).as(hole).isEmpty();
    }

    @Test
    void theReadmeNamesTheVersionThatIsInIt() throws IOException {
        List<String> versions = new ArrayList<>();
        for (JsonNode component : billOfMaterials().path("components")) {
            if (component.path("name").asText().equals("quarkus-core")) {
                versions.add(component.path("version").asText());
            }
        }
        assertThat(versions).hasSize(1);
        assertThat(Path.of("../README.md")).content().contains("Quarkus " + versions.getFirst() + ",");
    }

    private static JsonNode billOfMaterials() throws IOException {
        List<Path> bills = new ArrayList<>();
        try (var files = Files.newDirectoryStream(Path.of("target"), "*-dependency-cyclonedx.json")) {
            files.forEach(bills::add);
        }
        assertThat(bills).hasSize(1);
        return Json.parse(Files.readAllBytes(bills.getFirst()));
    }

    /**
     * It does not start, says why in one line, in the log and where Kubernetes looks for it, and has not touched its
     * database.
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
        String named = settings.substring(0, settings.indexOf('='));
        try {
            if (service.equals("webhook")) {
                refuses(environment, named, reason);
                return;
            }
            try (EmptyDatabase database = EmptyDatabase.of(service)) {
                environment.put("POSTGRES_DATABASE", database.name());
                refuses(environment, named, reason);
                assertThat(database.tables()).isZero();
            }
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** It does not start on a database of this encoding, says why as above, and has made nothing in it. */
    protected void refusesDatabaseIn(String encoding) {
        try (EmptyDatabase database = EmptyDatabase.of(service, encoding)) {
            refuses(new HashMap<>(Map.of("POSTGRES_DATABASE", database.name())), "POSTGRES_DATABASE", encoding);
            assertThat(database.tables()).isZero();
        } catch (IOException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void refuses(Map<String, String> environment, String named, String reason) throws IOException {
        Path terminationLog = Files.writeString(Path.of("target", "termination-log"), "");
        environment.put("VOLUNTEER_SCHEDULER_TERMINATION_LOG", terminationLog.toString());
        try (PackagedService refusing = PackagedService.start(service, service + "-misconfigured", environment)) {
            String line = refusing.awaitRefusal();
            assertThat(line).contains(named).contains(reason).doesNotContain("Exception");
            assertThat(terminationLog).hasContent(line);
        }
    }

    /** With secrets that are blank, or have control characters within, it does not start, and names every one of them. */
    protected void refusesUnusable(String... secrets) {
        Map<String, String> environment = new HashMap<>();
        for (int i = 0; i < secrets.length; i++) {
            environment.put(secrets[i], i % 2 == 0 ? "\t\r\n " : "sec\nret");
        }
        try (PackagedService refusing = PackagedService.start(service, service + "-misconfigured", environment)) {
            String line = refusing.awaitRefusal();
            for (int i = 0; i < secrets.length; i++) {
                assertThat(line)
                        .contains(secrets[i] + (i % 2 == 0 ? " is missing" : ": must not contain control characters"));
            }
        }
    }
}
