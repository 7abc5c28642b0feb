// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;

/** The roles on the resources alone keep out whom the paths' policies let through. */
@QuarkusTest
@TestProfile(AccessWithoutPathPoliciesTest.NoPathPolicies.class)
class AccessWithoutPathPoliciesTest extends AccessTest {

    public static class NoPathPolicies implements QuarkusTestProfile {

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of(
                    "quarkus.http.auth.permission.read.policy", "permit",
                    "quarkus.http.auth.permission.change.policy", "permit",
                    "quarkus.http.auth.permission.see-runs.policy", "permit",
                    "quarkus.http.auth.permission.start.policy", "permit");
        }
    }
}
