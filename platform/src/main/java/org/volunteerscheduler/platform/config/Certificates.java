// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import org.eclipse.microprofile.config.spi.Converter;

/** A setting that is a file of certificates (PEM), which can be read and has at least one. */
public final class Certificates implements Converter<Path> {

    @Override
    public Path convert(String value) {
        if (value.isBlank()) {
            return null;
        }
        try (InputStream pem = Files.newInputStream(Path.of(value))) {
            if (CertificateFactory.getInstance("X.509")
                    .generateCertificates(pem)
                    .isEmpty()) {
                throw new IllegalArgumentException("has no certificate: " + value);
            }
            return Path.of(value);
        } catch (IOException | InvalidPathException e) {
            throw new IllegalArgumentException("can't be read: " + value, e);
        } catch (CertificateException e) {
            throw new IllegalArgumentException("is no file of certificates (PEM): " + value, e);
        }
    }
}
