// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

/**
 * The processes of the servers, each with children of its own.
 *
 * @param postgresql its pid, as this machine sees it; 0 if it is not on this machine
 * @param rabbitmq likewise
 */
public record ServerProcesses(long postgresql, long rabbitmq) {

    public static ServerProcesses find() {
        long postgresql = 0;
        long rabbitmq = 0;
        for (String line : ServersScript.output("pids")) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "postgres" -> postgresql = Long.parseLong(words[1]);
                case "rabbitmq" -> rabbitmq = Long.parseLong(words[1]);
                default -> throw new Failure("dev/servers says " + line);
            }
        }
        return new ServerProcesses(postgresql, rabbitmq);
    }
}
