package io.orderflow.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.access.sample.Shop;
import io.orderflow.rest.Http;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** A service for which no issuer is named. */
@ExtendWith(OutputCaptureExtension.class)
class OpenServiceTest {

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost", "127.9.9.9"})
    void onThisMachineItIsOpen_andSaysSo(String address, CapturedOutput output) {
        try (ConfigurableApplicationContext shop = Shop.start("server.address=" + address)) {
            assertThat(shop.isRunning()).isTrue();
            assertThat(output).containsOnlyOnce("Access is open, to this machine alone");
        }
    }

    @Test
    void everybodySeesEverything_andNothingOfSpringSecurityRuns() {
        try (ConfigurableApplicationContext shop = Shop.start("server.address=127.0.0.1")) {
            Http http = new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class));

            assertThat(http.get("/orders", "Authorization: Bearer nonsense").body())
                    .isEqualTo("{\"subject\":null,\"sees_all\":true}");
            assertThat(http.send("DELETE", "/orders/7", "").status()).isEqualTo(200);
            http.get("/nothing").isProblem(404, "");
            assertThat(shop.getBeanDefinitionNames())
                    .noneMatch(bean -> String.valueOf(shop.getType(bean)).contains("org.springframework.security"));
            assertThat(http.get("/openapi.json").body()).doesNotContain("securitySchemes");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "server.address=0.0.0.0",
                "spring.main.log-startup-info=false",
                "server.address=::",
                "orderflow.security=closed"
            })
    void whereOthersReachIt_itDoesNotStart_andSaysWhatToDo(String setting, CapturedOutput output) {
        assertThatThrownBy(() -> Shop.start(setting)).hasMessageContaining("server.address");

        assertThat(output)
                .contains("APPLICATION FAILED TO START", "might do everything", "SERVER_ADDRESS=127.0.0.1")
                .doesNotContain("\tat ");
    }

    @Test
    void norWhereItsManagementPortIsReached() {
        assertThatThrownBy(() -> Shop.start("server.address=127.0.0.1", "management.server.port=0"))
                .hasMessageContaining("management.server.address");
    }

    @Test
    void norIsAnAddressOfManagementNeededWhereItHasNoPort() {
        try (ConfigurableApplicationContext shop =
                Shop.start("server.address=127.0.0.1", "management.server.port=-1")) {
            assertThat(shop.isRunning()).isTrue();
        }
    }

    @Test
    void unlessSomethingElseGuardsIt(CapturedOutput output) {
        try (ConfigurableApplicationContext shop = Shop.start(
                "server.address=0.0.0.0",
                "orderflow.security=open",
                "spring.security.oauth2.resourceserver.jwt.issuer-uri=",
                "spring.security.oauth2.resourceserver.jwt.jwk-set-uri=")) {
            assertThat(shop.isRunning()).isTrue();
            assertThat(output).contains("Access is open, by ORDERFLOW_SECURITY");
        }
    }

    @Test
    void anIssuerIsHeeded_whateverElseIsSaid() {
        try (TestIssuer issuer = new TestIssuer();
                ConfigurableApplicationContext shop =
                        Shop.start(issuer.setting(), "server.address=127.0.0.1", "orderflow.security=open")) {
            new Http(shop.getEnvironment().getRequiredProperty("local.server.port", Integer.class))
                    .get("/orders")
                    .isProblem(401, "This needs a token");
        }
    }
}
