// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import java.util.List;
import org.volunteerscheduler.contracts.Violation;

/** A request that is answered with a {@link Problem}; cheap, because hostile callers cause many. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final int retryAfterSeconds;

    private ProblemException(Problem problem, int retryAfterSeconds) {
        super(problem.detail(), null, false, false);
        this.problem = problem;
        this.retryAfterSeconds = retryAfterSeconds;
    }

    public static ProblemException of(int status, String detail) {
        return new ProblemException(Problem.of(status, detail), 0);
    }

    public static ProblemException invalid(String field, String message) {
        return new ProblemException(Problem.of(400, field + " " + message, List.of(new Violation(field, message))), 0);
    }

    /** 429 and 503: the sender is asked to come back. */
    public static ProblemException retryLater(int status, String detail, int seconds) {
        return new ProblemException(Problem.of(status, detail), seconds);
    }

    public Problem problem() {
        return problem;
    }

    /** 0 if the answer has no {@code Retry-After}. */
    public int retryAfterSeconds() {
        return retryAfterSeconds;
    }
}
