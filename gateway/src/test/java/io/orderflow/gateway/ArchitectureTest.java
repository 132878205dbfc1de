package io.orderflow.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses GATEWAY = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.gateway");

    @Test
    void theGatewayKnowsNoServiceButByItsPaths() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.orderflow.api..",
                        "io.orderflow.ordering..",
                        "io.orderflow.inventory..",
                        "io.orderflow.notification..",
                        "io.orderflow.eventstore..",
                        "io.orderflow.relay..",
                        "org.axonframework..")
                .check(GATEWAY);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.(**)").should().beFreeOfCycles().check(GATEWAY);
    }
}
