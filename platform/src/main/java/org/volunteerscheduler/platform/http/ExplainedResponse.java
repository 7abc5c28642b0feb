// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.quarkus.vertx.http.runtime.filters.AbstractResponseWrapper;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import org.volunteerscheduler.contracts.Json;

/**
 * Gives every refusal without a body a {@link Problem} for one. The framework ends many of its own with nothing, each in
 * a place of its own: whoever has not said who they are, asks for metrics of an unknown format, or may not do something.
 */
final class ExplainedResponse extends AbstractResponseWrapper {

    private final HttpServerResponse delegate;

    ExplainedResponse(HttpServerResponse delegate) {
        super(delegate);
        this.delegate = delegate;
    }

    @Override
    public Future<Void> end() {
        return lacksBody() ? delegate.end(explanation()) : delegate.end();
    }

    @Override
    public void end(Handler<AsyncResult<Void>> handler) {
        if (lacksBody()) {
            delegate.end(explanation(), handler);
        } else {
            delegate.end(handler);
        }
    }

    private boolean lacksBody() {
        return delegate.getStatusCode() >= 400 && !delegate.headWritten();
    }

    private Buffer explanation() {
        delegate.headers()
                .set(HttpHeaders.CONTENT_TYPE, Problem.MEDIA_TYPE.toString())
                .remove(HttpHeaders.CONTENT_LENGTH);
        return Buffer.buffer(Json.write(Problem.of(delegate.getStatusCode())));
    }
}
