package io.orderflow.notification;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.notification");

    @Test
    void theWordingIsPlainJavaAndThePublishedEvents() {
        classes()
                .that()
                .resideInAPackage("io.orderflow.notification.wording..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("java..", "io.orderflow.api..", "io.orderflow.notification.wording..")
                .check(SERVICE);
    }

    @Test
    void theProjectionListensAndNeverCommands() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.axonframework.commandhandling..",
                        "org.axonframework.modelling..",
                        "org.axonframework.eventsourcing..",
                        "org.axonframework.deadline..")
                .check(SERVICE);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.(**)").should().beFreeOfCycles().check(SERVICE);
    }

    @Test
    void theServiceKnowsNoOtherButByEvents() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.orderflow.ordering..", "io.orderflow.inventory..")
                .check(SERVICE);
    }
}
