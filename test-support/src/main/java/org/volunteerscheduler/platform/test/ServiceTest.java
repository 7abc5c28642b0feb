// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import io.quarkus.test.common.TestResourceScope;
import io.quarkus.test.common.WithTestResource;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Beside {@code @QuarkusTest}: a test of a whole service on real servers, which start by themselves. All such classes of a
 * module share one start of the service.
 */
@WithTestResource(value = RealServers.class, scope = TestResourceScope.MATCHING_RESOURCES)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface ServiceTest {

    /** {@code commission}, {@code multiplier} … */
    String value();
}
