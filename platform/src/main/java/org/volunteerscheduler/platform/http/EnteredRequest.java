// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.http.impl.HttpServerRequestWrapper;

/** A request whose answer explains itself, and which may have been read to its end before a resource sees it. */
final class EnteredRequest extends HttpServerRequestWrapper {

    private final HttpServerResponse response;

    EnteredRequest(HttpServerRequest request) {
        super((HttpServerRequestInternal) request);
        this.response = new ExplainedResponse(request.response());
    }

    @Override
    public HttpServerResponse response() {
        return response;
    }

    /** What was read to its end cannot be stopped or go on; over HTTP/2 asking for it would be an error. */
    @Override
    public HttpServerRequest pause() {
        return isEnded() ? this : super.pause();
    }

    @Override
    public HttpServerRequest resume() {
        return isEnded() ? this : super.resume();
    }
}
