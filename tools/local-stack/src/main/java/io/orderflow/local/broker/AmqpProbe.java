package io.orderflow.local.broker;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.orderflow.local.tls.TlsFiles;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** Whether a broker is ready. An open port says little: both brokers open it before a client can work. */
final class AmqpProbe {

    private static final int TIMEOUT_MILLIS = 5_000;

    private AmqpProbe() {}

    static boolean isReady(int port) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("127.0.0.1");
        factory.setPort(port);
        factory.setPassword(Broker.PASSWORD);
        return isReady(factory);
    }

    static boolean isReady(int port, TlsFiles tls) {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setHost("localhost");
        factory.setPort(port);
        factory.setPassword(tls.readPassword());
        factory.useSslProtocol(tls.clientContext());
        factory.enableHostnameVerification();
        return isReady(factory);
    }

    private static boolean isReady(ConnectionFactory factory) {
        factory.setUsername(Broker.USER);
        factory.setAutomaticRecoveryEnabled(false);
        factory.setConnectionTimeout(TIMEOUT_MILLIS);
        factory.setHandshakeTimeout(TIMEOUT_MILLIS);
        try (Connection connection = factory.newConnection("local-stack: are you ready?")) {
            return connection.isOpen();
        } catch (IOException | TimeoutException e) {
            return false;
        }
    }
}
