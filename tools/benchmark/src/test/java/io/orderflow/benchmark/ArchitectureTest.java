package io.orderflow.benchmark;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses TOOLS = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow");

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.(**)").should().beFreeOfCycles().check(TOOLS);
    }

    @Test
    void theStackKnowsNothingOfTheBenchmark() {
        noClasses()
                .that()
                .resideInAPackage("io.orderflow.local..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.orderflow.benchmark..")
                .check(TOOLS);
    }
}
