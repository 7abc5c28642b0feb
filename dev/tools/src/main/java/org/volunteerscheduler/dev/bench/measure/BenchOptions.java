// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.bench.measure;

import java.time.Duration;
import java.util.List;

/**
 * What the command line can change.
 *
 * @param warmUp how long services are warmed up for, which is not counted
 * @param stretch how long a measured stretch is at least
 * @param volunteers how many there are
 * @param recordedSales how many are recorded already, one size after another, ascending
 * @param maxReplicas of each service
 */
public record BenchOptions(
        Duration warmUp, Duration stretch, long volunteers, List<Long> recordedSales, int maxReplicas) {}
