// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq.application;

/**
 * A message that is sent: its text, to one queue.
 *
 * @param queue empty for an announcement
 */
public record Text(String queue, String text) {}
