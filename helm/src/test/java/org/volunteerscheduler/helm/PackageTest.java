// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart's package. {@code dev/release} makes the real one: it runs this test with the properties {@code
 * release.folder}, {@code release.key}, {@code release.keyring} and {@code release.passphrase}.
 */
class PackageTest {

    private static final String KEY = "Release test <release@example.org>";

    @TempDir
    Path folder;

    @Test
    void itIsSignedAndAnybodyCanVerifyIt() throws Exception {
        String given = System.getProperty("release.folder");
        Path destination = given == null ? folder : Files.createDirectories(Path.of(given));
        Path home = folder.resolve("gnupg");
        Path keyring = given == null ? makeKey(home) : Path.of(System.getProperty("release.keyring"));
        sign(destination, given == null ? KEY : System.getProperty("release.key"), keyring);
        String name = "volunteer-scheduler-" + Chart.VERSION + ".tgz";
        Path chart = destination.resolve(name);
        Path provenance = destination.resolve(name + ".prov");
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(chart)));
        assertThat(provenance).content().contains(name + ": sha256:" + digest);
        if (given == null) {
            run("gpg", "--homedir", home.toString(), "--verify", provenance.toString());
        }
        assertThat(run("tar", "-tzf", chart.toString()))
                .contains("volunteer-scheduler/values.schema.json", "volunteer-scheduler/templates/deployment.yaml");
    }

    private static void sign(Path destination, String key, Path keyring) {
        var command = new Helm(Chart.FOLDER)
                .packageIt()
                .withDestination(destination)
                .sign()
                .withKey(key)
                .withKeyring(keyring);
        String passphrase = System.getProperty("release.passphrase", "");
        if (!passphrase.isEmpty()) {
            command.withPassphraseFile(Path.of(passphrase));
        }
        command.call();
    }

    /** In the format that Helm reads. */
    private Path makeKey(Path home) throws Exception {
        Files.createDirectories(home);
        run("chmod", "700", home.toString());
        String[] gpg = {
            "gpg", "--homedir", home.toString(), "--batch", "--pinentry-mode", "loopback", "--passphrase", ""
        };
        run(concat(gpg, "--quick-generate-key", KEY, "rsa2048", "sign", "never"));
        Path keyring = folder.resolve("keyring.gpg");
        run(concat(gpg, "--output", keyring.toString(), "--export-secret-keys"));
        return keyring;
    }

    private static String[] concat(String[] first, String... second) {
        String[] all = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        return all;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }

    @Test
    void theImageStandsOnOneBaseThatItsDigestNamesAndSaysWhatItIs() throws IOException {
        String dockerfile = Files.readString(Path.of("../Dockerfile"));
        Matcher base = Pattern.compile("ARG BASE=(\\S+@sha256:[0-9a-f]{64})\n").matcher(dockerfile);
        assertThat(base.find()).isTrue();
        assertThat(Files.readString(Path.of("../pom.xml")))
                .as("jib's")
                .contains("base-jvm-image>" + base.group(1) + "</");
        assertThat(dockerfile)
                .contains(
                        "org.opencontainers.image.version=\"${VERSION}\"",
                        "org.opencontainers.image.revision=\"${REVISION}\"",
                        "org.opencontainers.image.licenses=\"Apache-2.0\"");
    }

    /** Neither is it heard by others, nor does it take somebody else's answer for its own. */
    @Test
    void theImagesTrainingListensToItselfAlone() throws IOException {
        assertThat(Files.readString(Path.of("../Dockerfile")))
                .contains("QUARKUS_HTTP_HOST=127.0.0.1 QUARKUS_HTTP_PORT=0")
                .doesNotContain("0.0.0.0", "127.0.0.1/8080");
    }

    @Test
    void whatTheChartSaysOfItselfIsWholeAndOfThisVersion() throws IOException {
        JsonNode chart = Chart.yaml(Chart.FOLDER.resolve("Chart.yaml"));
        for (String field :
                new String[] {"kubeVersion", "home", "icon", "sources", "maintainers", "keywords", "annotations"}) {
            assertThat(chart.has(field)).as(field).isTrue();
        }
        assertThat(chart.path("annotations").has("artifacthub.io/license")).isTrue();
        assertThat(chart.path("version").asText()).isEqualTo(Chart.VERSION);
        assertThat(chart.path("appVersion").asText()).isEqualTo(Chart.VERSION);
    }
}
