// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Processor time of processes, from Linux's {@code /proc}; zero for what is gone. */
final class ProcessCpu {

    /** Linux tells in hundredths of a second, whatever its own clock does. */
    private static final double TICKS_PER_SECOND = 100;
    /** Fields behind the name in {@code /proc/PID/stat}; the name is the last thing in parentheses. */
    private static final int USER = 11;

    private static final int SYSTEM = 12;
    private static final int ENDED_CHILDREN_USER = 13;
    private static final int ENDED_CHILDREN_SYSTEM = 14;

    private ProcessCpu() {}

    /** Seconds of this process alone. */
    static double ofProcess(long pid) {
        String[] fields = stat(pid);
        return seconds(fields, USER) + seconds(fields, SYSTEM);
    }

    /** Seconds of this process and all its descendants, those that have ended too. */
    static double ofTree(long pid) {
        return pids(pid)
                .mapToDouble(member -> {
                    String[] fields = stat(member);
                    return seconds(fields, USER)
                            + seconds(fields, SYSTEM)
                            + seconds(fields, ENDED_CHILDREN_USER)
                            + seconds(fields, ENDED_CHILDREN_SYSTEM);
                })
                .sum();
    }

    /** The process and its descendants. */
    static Stream<Long> pids(long root) {
        return Stream.concat(
                Stream.of(root),
                ProcessHandle.of(root).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid));
    }

    private static double seconds(String[] fields, int field) {
        return field < fields.length ? Long.parseLong(fields[field]) / TICKS_PER_SECOND : 0;
    }

    private static String[] stat(long pid) {
        try {
            String line = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            return line.substring(line.lastIndexOf(')') + 2).split(" ");
        } catch (IOException gone) {
            return new String[0];
        }
    }
}
