// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import java.util.LinkedHashSet;
import java.util.SequencedSet;

/**
 * How much memory the bodies that are under way take together. Where it is too much, the one that has been received for
 * the longest time is given up: an honest one is there within milliseconds, so those who only begin and never end make
 * room for each other and for everybody else.
 */
final class BodyMemory {

    private final long maxBytes;
    private final SequencedSet<Share> receiving = new LinkedHashSet<>();
    private long bytes;

    BodyMemory(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** One body's. */
    static final class Share {

        private final Runnable giveUp;
        private long bytes;

        private Share(Runnable giveUp) {
            this.giveUp = giveUp;
        }
    }

    /** @param giveUp called on whichever thread, at most once, and never once the body is complete */
    synchronized Share begin(Runnable giveUp) {
        Share share = new Share(giveUp);
        receiving.add(share);
        return share;
    }

    void add(Share share, int more) {
        Share longest = null;
        synchronized (this) {
            share.bytes += more;
            bytes += more;
            if (bytes > maxBytes && !receiving.isEmpty()) {
                longest = receiving.removeFirst();
            }
        }
        if (longest != null) {
            longest.giveUp.run();
        }
    }

    synchronized void complete(Share share) {
        receiving.remove(share);
    }

    /** Whatever became of it. */
    synchronized void end(Share share) {
        receiving.remove(share);
        bytes -= share.bytes;
        share.bytes = 0;
    }
}
