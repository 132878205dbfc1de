package io.orderflow.inventory;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.orderflow.api.OrderEvent;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.inventory");

    @Test
    void theDomainIsPlainJavaWithAxonAndThePublishedEvents() {
        classes()
                .that()
                .resideInAnyPackage("io.orderflow.inventory.product..", "io.orderflow.inventory.reservation..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.axonframework..",
                        "io.orderflow.api..",
                        "io.orderflow.inventory.product..",
                        "io.orderflow.inventory.reservation..")
                .check(SERVICE);
    }

    @Test
    void productKnowsNothingOfReservation() {
        noClasses()
                .that()
                .resideInAPackage("io.orderflow.inventory.product..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.orderflow.inventory.reservation..")
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
                .resideInAnyPackage("io.orderflow.ordering..", "io.orderflow.notification..")
                .check(SERVICE);
    }

    @Test
    void theServiceSaysNoEventOfAnother() {
        noClasses()
                .should()
                .callConstructorWhere(target(owner(assignableTo(OrderEvent.class))))
                .check(SERVICE);
    }
}
