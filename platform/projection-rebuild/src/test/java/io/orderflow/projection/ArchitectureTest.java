package io.orderflow.projection;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.projection");

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void rebuildingKnowsNoEventAndNoService() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.orderflow.api..", "io.orderflow.rest..")
                .check(MODULE);
    }

    @Test
    void whatIsRebuiltFromTheOwnStoreKnowsNoBroker() {
        noClasses()
                .that()
                .resideInAPackage("io.orderflow.projection.local..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.orderflow.relay..", "org.springframework.amqp..")
                .check(MODULE);
    }
}
