// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.rabbitmq;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The connector can be used by anybody, and read from one end to the other. */
@AnalyzeClasses(packages = "org.volunteerscheduler.rabbitmq", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noPackagesFormACircle =
            slices().matching("org.volunteerscheduler.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingElseOfTheProjectIsNeeded = noClasses()
            .should()
            .dependOnClassesThat(resideInAPackage("org.volunteerscheduler..")
                    .and(resideOutsideOfPackage("org.volunteerscheduler.rabbitmq..")));

    @ArchTest
    static final ArchRule whatIsPublishedDoesNotKnowWhatIsConsumed = noClasses()
            .that()
            .resideInAPackage("..outbound..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..inbound..", "..failure..");
}
