package org.volunteerscheduler.commission;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "org.volunteerscheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule rulesKnowNothingButTheJdk = classes()
            .that()
            .resideInAPackage("..rule..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage("java..", "org.volunteerscheduler..rule..");

    @ArchTest
    static final ArchRule onlyThePlatformKnowsRabbitMq = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.volunteerscheduler.platform.messaging..", "org.volunteerscheduler.platform.test..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.rabbitmq..");

    @ArchTest
    static final ArchRule contractsKnowNoFramework = noClasses()
            .that()
            .resideInAPackage("org.volunteerscheduler.contracts..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.quarkus..", "jakarta..", "io.smallrye..", "io.vertx..");

    @ArchTest
    static final ArchRule aServiceKnowsNoOtherService = noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.volunteerscheduler.webhook..",
                    "org.volunteerscheduler.multiplier..",
                    "org.volunteerscheduler.budget..");
}
