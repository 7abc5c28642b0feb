package org.volunteerscheduler.platform.messaging;

import io.smallrye.mutiny.Uni;
import java.util.List;
import org.volunteerscheduler.contracts.Message;

/**
 * What a service does with a batch of messages: commits all of it, and answers what is to be announced of it.
 *
 * <p>It may see a message again after a crash; then it must change nothing and announce the same. If it fails, nothing
 * of the batch may be committed, or be such that doing it again is harmless.
 */
@FunctionalInterface
public interface BatchHandler {
    Uni<List<Outgoing>> handle(List<Message> batch);
}
