package io.orderflow.ordering;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.axonframework.serialization.Revision;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SYSTEM = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow");

    @Test
    void theDomainIsPlainJavaWithAxonAndThePublishedEvents() {
        classes()
                .that()
                .resideInAnyPackage("io.orderflow.ordering.order..", "io.orderflow.ordering.fulfilment..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "java..",
                        "org.axonframework..",
                        "io.orderflow.api..",
                        "io.orderflow.ordering.order..",
                        "io.orderflow.ordering.fulfilment..")
                .check(SYSTEM);
    }

    @Test
    void orderKnowsNothingOfFulfilment() {
        noClasses()
                .that()
                .resideInAPackage("io.orderflow.ordering.order..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.orderflow.ordering.fulfilment..")
                .check(SYSTEM);
    }

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.ordering.(*)..")
                .should()
                .beFreeOfCycles()
                .check(SYSTEM);
        slices().matching("io.orderflow.relay.(*)..").should().beFreeOfCycles().check(SYSTEM);
    }

    @Test
    void thePublishedLanguageIsPlainJavaWithRevisions() {
        classes()
                .that()
                .resideInAPackage("io.orderflow.api..")
                .should()
                .onlyDependOnClassesThat(
                        resideInAnyPackage("java..", "io.orderflow.api..").or(belongToAnyOf(Revision.class)))
                .check(SYSTEM);
    }

    @Test
    void theTransportKnowsNoEventAndNoService() {
        noClasses()
                .that()
                .resideInAPackage("io.orderflow.relay..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("io.orderflow.api..", "io.orderflow.ordering..", "io.orderflow.rest..")
                .check(SYSTEM);
    }
}
