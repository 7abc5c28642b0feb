// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev.system;

import java.io.IOException;
import java.net.URI;

/** A request that was not answered: refused, broken off or timed out. Whether it had an effect is unknown. */
public final class NoAnswer extends Failure {

    private static final long serialVersionUID = 1L;

    NoAnswer(URI uri, IOException cause) {
        super("no answer from " + uri, cause);
    }
}
