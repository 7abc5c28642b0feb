// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.volunteerscheduler.dev.system.Failure;

/** What the machine's cores have done since it was started, from Linux's {@code /proc/stat}. */
record Cores(List<Core> each) {

    /** Ticks; waiting for the disk is idle. */
    record Core(long idle, long all) {

        double busyShareSince(Core before) {
            long passed = all - before.all;
            return passed == 0 ? 0 : 1 - (double) (idle - before.idle) / passed;
        }
    }

    private static final Path STAT = Path.of("/proc/stat");
    private static final int IDLE = 3;
    private static final int WAITING_FOR_DISK = 4;
    /** What guests use is counted as user's too. */
    private static final int FIELDS = 8;

    static boolean areKnown() {
        return Files.isReadable(STAT);
    }

    static Cores now() {
        try {
            List<Core> cores = new ArrayList<>();
            for (String line : Files.readAllLines(STAT)) {
                if (line.matches("cpu\\d+ .*")) {
                    cores.add(core(line));
                }
            }
            return new Cores(cores);
        } catch (IOException e) {
            throw new Failure("cannot read " + STAT, e);
        }
    }

    private static Core core(String line) {
        long[] ticks = Arrays.stream(line.split(" +"))
                .skip(1)
                .limit(FIELDS)
                .mapToLong(Long::parseLong)
                .toArray();
        return new Core(
                ticks[IDLE] + ticks[WAITING_FOR_DISK], Arrays.stream(ticks).sum());
    }

    /** In the order of the cores. */
    List<Double> busySharesSince(Cores before) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < each.size(); i++) {
            shares.add(each.get(i).busyShareSince(before.each.get(i)));
        }
        return shares;
    }
}
