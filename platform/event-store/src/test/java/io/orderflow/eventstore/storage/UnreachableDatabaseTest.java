package io.orderflow.eventstore.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.eventstore.sample.StoreApplication;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Of several servers, one that does not answer, as a machine without power, keeps nobody from the others. */
class UnreachableDatabaseTest {

    private static final int MILLIS = 300;

    @Test
    void givenAServerThatDoesNotAnswer_whenStarted_thenTheNextIsTaken() throws IOException {
        String database = StoreApplication.newDatabase("behind_another");
        StoreApplication.instanceOn(database).close(); // has made the tables
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<Socket> waiting = fill(silent);
            String both = database.replace("//", "//127.0.0.1:" + silent.getLocalPort() + ",");

            try (ConfigurableApplicationContext application = new SpringApplicationBuilder(StoreApplication.class)
                    .web(WebApplicationType.NONE)
                    .run(
                            "--" + StoreApplication.CONFIGURATION,
                            "--" + StoreApplication.NAME,
                            "--spring.datasource.url=" + both + "&targetServerType=primary",
                            "--spring.flyway.enabled=false")) {
                assertThat(application.getBean(JdbcTemplate.class).queryForObject("SELECT 1", Integer.class))
                        .isEqualTo(1);
            }
            for (Socket one : waiting) {
                one.close();
            }
        }
    }

    /** Has so many wait for it that it lets nobody else in, nor tells them. */
    private static List<Socket> fill(ServerSocket server) throws IOException {
        List<Socket> waiting = new ArrayList<>();
        while (true) {
            Socket next = new Socket();
            waiting.add(next);
            try {
                next.connect(server.getLocalSocketAddress(), MILLIS);
            } catch (SocketTimeoutException e) {
                return waiting;
            }
        }
    }
}
