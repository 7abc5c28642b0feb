// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import org.volunteerscheduler.dev.system.Environment;
import org.volunteerscheduler.dev.system.Failure;

/** Whether there is room for what a bench is going to write. */
public final class DiskSpace {

    private static final double GIGABYTE = 1e9;
    /** For the servers' logs of changes, and for everybody else on this machine. */
    private static final long SPARE_BYTES = 8_000_000_000L;

    private DiskSpace() {}

    /** @throws Failure if there is not, before anything is written */
    public static void require(long bytes, String purpose) {
        try {
            long free = Files.getFileStore(Environment.home()).getUsableSpace();
            if (free < bytes + SPARE_BYTES) {
                throw new Failure(String.format(
                        "%s needs %.0f GB of disk and %.0f GB to spare, but %.0f GB are free under %s",
                        purpose, bytes / GIGABYTE, SPARE_BYTES / GIGABYTE, free / GIGABYTE, Environment.home()));
            }
        } catch (IOException e) {
            throw new Failure("cannot ask how much disk is free", e);
        }
    }
}
