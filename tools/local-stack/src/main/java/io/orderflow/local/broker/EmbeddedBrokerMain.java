package io.orderflow.local.broker;

import java.net.URL;
import java.util.Map;
import org.apache.qpid.server.SystemLauncher;

/** The main class of the embedded broker's process: runs Qpid until it is told to stop. */
final class EmbeddedBrokerMain {

    private EmbeddedBrokerMain() {}

    public static void main(String[] args) throws Exception {
        URL configuration = EmbeddedBrokerMain.class.getResource("embedded-broker.json");
        SystemLauncher launcher = new SystemLauncher();
        Runtime.getRuntime().addShutdownHook(new Thread(launcher::shutdown, "stop"));
        // In memory is only what the configuration says anyway; queues and messages are in the virtual host's store.
        launcher.startup(Map.of(
                "type",
                "Memory",
                "initialConfigurationLocation",
                configuration.toExternalForm(),
                "startupLoggedToSystemOut",
                false));
    }
}
