package io.orderflow.eventstore;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.orderflow.eventstore");

    @Test
    void noPackagesDependOnEachOtherInACircle() {
        slices().matching("io.orderflow.(**)").should().beFreeOfCycles().check(MODULE);
    }

    @Test
    void theEventStoreKnowsNoBrokerAndNothingThatIsBuiltOnIt() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.springframework.amqp..",
                        "com.rabbitmq..",
                        "io.orderflow.relay..",
                        "io.orderflow.projection..",
                        "io.orderflow.rest..",
                        "io.orderflow.api..")
                .check(MODULE);
    }
}
