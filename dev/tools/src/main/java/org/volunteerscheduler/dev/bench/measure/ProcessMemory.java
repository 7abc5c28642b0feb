// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a process occupies now and has occupied at most, in megabytes. */
record ProcessMemory(double now, double peak) {

    private static final double KILOBYTES_PER_MEGABYTE = 1024;

    /** Empty where the system does not tell (it is not Linux), or the process is gone. */
    static Optional<ProcessMemory> of(long pid) {
        try {
            Map<String, String> valueByName =
                    Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                            .map(line -> line.split("\\s+"))
                            .filter(words -> words.length > 1)
                            .collect(Collectors.toMap(words -> words[0], words -> words[1]));
            return Optional.of(
                    new ProcessMemory(megabytes(valueByName.get("VmRSS:")), megabytes(valueByName.get("VmHWM:"))));
        } catch (IOException unknown) {
            return Optional.empty();
        }
    }

    private static double megabytes(String kilobytes) {
        return Double.parseDouble(kilobytes) / KILOBYTES_PER_MEGABYTE;
    }
}
