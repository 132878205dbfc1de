package io.orderflow.access;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.access");

    @Test
    void whoMayDoWhatHasNothingToDoWithEvents() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.axonframework..",
                        "org.springframework.amqp..",
                        "io.orderflow.eventstore..",
                        "io.orderflow.relay..",
                        "io.orderflow.projection..",
                        "io.orderflow.api..")
                .check(MODULE);
    }
}
