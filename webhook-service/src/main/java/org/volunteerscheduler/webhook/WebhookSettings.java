// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.webhook;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.time.Duration;
import java.util.Optional;
import org.volunteerscheduler.platform.config.PositiveDuration;
import org.volunteerscheduler.platform.config.Secret;
import org.volunteerscheduler.platform.config.WholeNumber;

/** What an installation sets; a missing secret stops the start. */
@ConfigMapping(prefix = "")
public interface WebhookSettings {

    /** One secret, or several separated by commas while they are being rotated. */
    @WithName("scicent.webhook.secret")
    @WithConverter(Secret.Rotated.Reader.class)
    Secret.Rotated scicentSecret();

    @WithName("decidim.webhook.secret")
    @WithConverter(Secret.Rotated.Reader.class)
    Secret.Rotated decidimSecret();

    /** How far a sale's timestamp may be from now; unset: as far as it likes. */
    @WithName("scicent.webhook.tolerance")
    Optional<@WithConverter(PositiveDuration.class) Duration> tolerance();

    /** Requests per second and replica; 0: no limit. */
    @WithName("volunteer-scheduler.webhook.rate")
    @WithDefault("1000")
    @WithConverter(WholeNumber.class)
    int rate();
}
