// SPDX-License-Identifier: Apache-2.0
package org.volunteerscheduler.budget;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.junit.ArchTests;
import org.volunteerscheduler.platform.test.ArchitectureRules;

@AnalyzeClasses(packages = "org.volunteerscheduler", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchTests rules = ArchTests.in(ArchitectureRules.class);
}
