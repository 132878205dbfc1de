package io.orderflow.local.command;

import io.orderflow.local.LocalStack;
import io.orderflow.local.ProjectRoot;
import io.orderflow.local.host.StackException;
import io.orderflow.local.host.Stopwatch;
import io.orderflow.local.issuer.DevelopmentIssuer;
import io.orderflow.local.service.Service;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/**
 * What {@code ./run} runs: starts the whole system and keeps it running until it is told to stop, or asks the system that runs
 * to build a projection anew.
 */
public final class Main {

    private static final String USAGE = "Usage: ./run [--fresh] [--secure] [--observe] | ./run rebuild <projection>";
    private static final String FRESH = "--fresh";
    private static final String SECURE = "--secure";
    private static final String OBSERVE = "--observe";
    private static final String REBUILD = "rebuild";

    private static final String TOKEN = """
              TOKEN=$(curl -s -u customer:customer -d grant_type=client_credentials -d scope=customer \\
                       localhost:%s/oauth2/token | sed 's/.*"access_token":"\\([^"]*\\).*/\\1/')
            """.formatted(DevelopmentIssuer.STANDARD_PORT);

    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        Locale.setDefault(Locale.Category.FORMAT, Locale.ROOT); // addresses have the same digits everywhere
        List<String> options = List.of(arguments);
        if (options.size() == 2 && options.get(0).equals(REBUILD)) {
            rebuild(options.get(1));
            return;
        }
        if (!List.of(FRESH, SECURE, OBSERVE).containsAll(options)) {
            System.err.println(USAGE);
            System.exit(2);
        }
        System.setProperty("logback.configurationFile", "local-stack-logback.xml");
        LoggerFactory.getILoggerFactory(); // before the servers start to log from several threads at once

        Map<String, String> environment = System.getenv();
        LocalStack.Builder builder = LocalStack.in(ProjectRoot.of(Main.class))
                .console(System.out::println)
                .externalServers(environment);
        if (options.contains(FRESH)) {
            builder.fresh();
        }
        if (options.contains(SECURE)) {
            builder.secured(DevelopmentIssuer.STANDARD_PORT);
        }
        if (options.contains(OBSERVE)) {
            builder.observed();
        }
        run(builder);
    }

    private static void rebuild(String projection) {
        try {
            RebuildCommand.standard(System.out, Boolean.getBoolean("orderflow.terminal"))
                    .run(projection);
        } catch (StackException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void run(LocalStack.Builder builder) throws InterruptedException {
        long begun = System.nanoTime();
        AtomicBoolean stopping = new AtomicBoolean();
        try {
            LocalStack stack = builder.build();
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                stopping.set(true);
                                stack.close();
                            },
                            "stop"));
            stack.start();
            System.out.println(welcome(stack, Stopwatch.seconds(begun)));
        } catch (StackException e) {
            if (!stopping.get()) {
                System.err.println();
                System.err.println(e.getMessage());
            }
            System.exit(1);
        }
        new CountDownLatch(1).await();
    }

    private static String welcome(LocalStack stack, String duration) {
        String broker = stack.managementUri()
                .map(ui -> "RabbitMQ, management UI at %s (admin/admin)".formatted(ui))
                .orElse("Embedded AMQP broker, which has no management UI; install rabbitmq-server to have RabbitMQ");
        URI gateway = stack.service(Service.GATEWAY).uri();
        String orders = gateway + "/orders";
        String services = Service.behindTheGateway().stream()
                .map(service -> service.title() + " " + stack.service(service).uri())
                .collect(Collectors.joining(", "));
        String header = stack.tokens().isPresent() ? " -H \"Authorization: Bearer $TOKEN\"" : "";
        return """

                Orderflow is up after %s.

                  Console        %s
                  Orders         %s
                  Products       %s/products
                  Notifications  %s/notifications
                  API pages      %s/docs
                  Services       %s
                  Broker         %s
                  Logs           %s
                %s
                A first order, and what became of it:

                %s  curl -i %s%s -H 'Content-Type: application/json' \\
                       -d '{"product_id": 1, "quantity": 2, "unit_price": 1500.00}'
                  curl %s/1%s

                Ctrl-C stops everything.
                """.formatted(
                        duration,
                        gateway,
                        orders,
                        gateway,
                        gateway,
                        gateway,
                        services,
                        broker,
                        stack.logs(),
                        observers(stack),
                        stack.tokens().map(tokens -> TOKEN).orElse(""),
                        orders,
                        header,
                        orders,
                        header);
    }

    private static String observers(LocalStack stack) {
        return stack.tracesUri().map("  Traces         %s\n"::formatted).orElse("")
                + stack.prometheusUri().map("  Metrics        %s\n"::formatted).orElse("");
    }
}
