// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.platform.test;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.HttpMethod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/**
 * What holds in every service. That no service knows another needs no rule: none has another in its POM.
 */
public final class ArchitectureRules {

    @ArchTest
    static final ArchRule rulesKnowNothingButTheJdk = classes()
            .that()
            .resideInAPackage("..rule..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.volunteerscheduler..rule..", "org.jetbrains.annotations..")
            // webhook-service has none
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule onlyTheConnectorKnowsRabbitMq = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.volunteerscheduler.rabbitmq..",
                    "org.volunteerscheduler.platform.messaging..",
                    "org.volunteerscheduler.platform.test..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule noPackagesFormACircle = slices().matching("org.volunteerscheduler.(**)")
            .should()
            .beFreeOfCycles()
            // Tests of the platform, which come along with its test support.
            .ignoreDependency(alwaysTrue(), resideInAPackage("..platform.test.."));

    /** Of other signatures some acknowledge before the work is done, and some end the channel with their first failure. */
    @ArchTest
    static final ArchRule consumersTakeABatchAndAnswerWhenItIsDone = methods()
            .that()
            .areAnnotatedWith(Incoming.class)
            .should()
            .haveRawReturnType(Uni.class)
            .andShould()
            .haveRawParameterTypes(List.class)
            // webhook-service has none
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule contractsKnowNoFramework = noClasses()
            .that()
            .resideInAPackage("org.volunteerscheduler.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "io.vertx..");

    @ArchTest
    static final ArchRule everyMethodOfAResourceSaysWhoMayCallIt = methods()
            .that()
            .areMetaAnnotatedWith(HttpMethod.class)
            .should()
            .beAnnotatedWith(RolesAllowed.class)
            .orShould()
            .beDeclaredInClassesThat()
            .areAnnotatedWith(PermitAll.class);

    private static final Pattern TEXT = Pattern.compile("\"{3}(.*?)\"{3}|\"((?:[^\"\\\\\n]|\\\\.)*)\"", Pattern.DOTALL);
    private static final Pattern STAR =
            Pattern.compile("(?:\\bselect|\\breturning|,)\\s+(?:\\w+\\.)?\\*(?!\\s+from\\s+unnest\\b)");

    /** A new column would change the result of {@code *}, and so spoil the statements of every replica that runs on. */
    @ArchTest
    static void statementsNameTheColumnsOfTables(JavaClasses classes) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                TEXT.matcher(Files.readString(file))
                        .results()
                        .map(text -> text.group(1) == null ? text.group(2) : text.group(1))
                        .forEach(text -> assertThat(STAR.matcher(text).results().map(MatchResult::group))
                                .as("%s: %s", file, text)
                                .isEmpty());
            }
        }
    }

    private ArchitectureRules() {}
}
