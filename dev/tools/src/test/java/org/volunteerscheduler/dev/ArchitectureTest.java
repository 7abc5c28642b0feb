// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.dev;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * Three tools in one module: the demonstration, the benchmarks and the fault test. One module, because they are built,
 * started and thrown away together; three packages that know only the system they all work on.
 */
@AnalyzeClasses(packages = "org.volunteerscheduler.dev", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule noToolKnowsAnother = slices().matching("org.volunteerscheduler.dev.(*)..")
            .should()
            .notDependOnEachOther()
            .ignoreDependency(alwaysTrue(), resideInAPackage("org.volunteerscheduler.dev.system"));

    @ArchTest
    static final ArchRule theSystemKnowsNoTool = noClasses()
            .that()
            .resideInAPackage("org.volunteerscheduler.dev.system")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.volunteerscheduler.dev.demo..",
                    "org.volunteerscheduler.dev.bench..",
                    "org.volunteerscheduler.dev.chaos..");

    @ArchTest
    static final ArchRule benchmarksHaveNoCircle =
            slices().matching("org.volunteerscheduler.dev.bench.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule measuringKnowsNothingOfTheWork = noClasses()
            .that()
            .resideInAPackage("org.volunteerscheduler.dev.bench.measure")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "org.volunteerscheduler.dev.bench.load",
                    "org.volunteerscheduler.dev.bench.fact",
                    "org.volunteerscheduler.dev.bench.sale",
                    "org.volunteerscheduler.dev.bench.multiplier",
                    "org.volunteerscheduler.dev.bench.budget");

    @ArchTest
    static final ArchRule oneHttpClient = noClasses()
            .that()
            .resideOutsideOfPackage("org.volunteerscheduler.dev.system")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.net.http..");
}
