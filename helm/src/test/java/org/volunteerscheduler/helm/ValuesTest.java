// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values are refused before anything is rendered, with a message that names the value. */
class ValuesTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {webhok: {replicas: 3}}                                                | webhok
                    {webhook: {replica: 3}}                                                | replica
                    {webhook: {replicas: three}}                                           | replicas
                    {webhook: {replicas: -1}}                                              | replicas
                    {webhook: {settings: {webhookRate: -1}}}                               | webhookRate
                    {webhook: {resources: {limits: {memory: 1 GB}}}}                       | memory
                    {webhook: {resources: {requests: null}}}                               | requests
                    {webhook: {extraEnv: {log-level: DEBUG}}}                              | log-level
                    {commission: {settings: {minCommission: some}}}                        | minCommission
                    {commission: {settings: {chainWait: 24h}}}                             | chainWait
                    {commission: {settings: {commissionRates: []}}}                        | commissionRates
                    {budget: {settings: {weeklyBudget: -5}}}                               | weeklyBudget
                    {settings: {queueType: mirrored}}                                      | queueType
                    {settings: {retryDelays: 10s}}                                         | retryDelays
                    {schedule: sometimes}                                                  | schedule
                    {timeZone: ""}                                                         | timeZone
                    {postgresql: {port: 99999}}                                            | port
                    {image: {repository: ""}}                                              | image/repository
                    {runs: {extra: [{name: a, run: weekly, schedule: "0 0 * * 0", organizationId: 9007199254740993}]}} | organizationId
                    {test: {volunteerId: 9000000000000000001}}                             | volunteerId
                    {imagePullSecrets: [registry]}                                         | imagePullSecrets
                    {webhook: {image: {digest: latest}}}                                   | digest
                    {webhook: {toleration: []}}                                            | toleration
                    {defaults: {replicas: 3}}                                              | replicas
                    {budget: {autoscaling: {minReplicas: 9}}}                              | budget.autoscaling.minReplicas
                    {httpRoute: {enabled: true}}                                           | parentRefs
                    {networkPolicy: {dns: {ports: []}}}                                    | ports
                    {monitoring: {serviceMonitor: {scrapeTimeout: 10}}}                    | scrapeTimeout
                    {runs: {extra: [{name: a, run: weekly, schedule: "0 0 * * 0", pool: 12345678.12345678}]}} | pool
                    {postgresql: {sslMode: on}}                                            | sslMode
                    {postgresql: {sslMode: verify-full}}                                   | caSecret
                    {rabbitmq: {caSecret: ca}}                                             | tls
                    {postgresql: {caSecret: ca}}                                           | sslMode
                    {rabbitmq: {host: ""}}                                                 | host
                    {image: {pullPolicy: Sometimes}}                                       | pullPolicy
                    {ingress: {enabled: true}}                                             | host
                    {runs: {multipliers: {schedule: at two}}}                              | schedule
                    {runs: {weeklyBudget: {schedule: "0 0 * * 0 2026 1"}}}                 | schedule
                    {runs: {extra: [{run: weekly, schedule: "0 0 * * 0"}]}}                | name
                    {runs: {extra: [{name: a, run: yearly, schedule: "0 0 * * 0"}]}}       | run
                    {runs: {extra: [{name: a-name-of-21-letters-x, run: weekly, schedule: "0 0 * * 0"}]}} | name
                    {runs: {extra: [{name: weekly-budget, run: weekly, schedule: "0 0 * * 0"}]}} | name
                    {runs: {extra: [{name: a, run: multipliers, schedule: "0 0 * * 0", pool: 5}]}} | extra
                    {runs: {extra: [{name: a, run: weekly, schedule: "0 0 * * 0"}, {name: a, run: daily, schedule: "0 0 * * 0"}]}} | runs.extra
                    {shutdown: {gracePeriodSeconds: 10}}                                   | shutdown.gracePeriodSeconds
                    {tryServers: {create: true}, postgresql: {cloudNativePG: {create: true}}} | create
                    {secrets: {create: true}}                                              | password is needed
                    {secrets: {create: true, budgetDatabase: {password: " \\n"}}}          | secrets.budgetDatabase.password is needed
                    {secrets: {create: true, budgetDatabase: {password: "a\\tb"}}}         | secrets.budgetDatabase.password must not contain control
                    """)
    void isRefused(String values, String named) throws IOException {
        Path file = Files.writeString(folder.resolve("values.yaml"), values);
        assertThatThrownBy(() -> Chart.render(file))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(named);
    }
}
