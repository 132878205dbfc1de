package io.orderflow.benchmark.load;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Speaks as much of the REST contract as the load generator does. Orders are final at once, and whether they are notified can be told. */
final class FakeSystem implements AutoCloseable {

    static {
        System.setProperty("sun.net.httpserver.nodelay", "true"); // an answer takes 40 ms otherwise
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<String> products = new ArrayList<>();
    private final List<String> orders = new ArrayList<>();
    private final List<Long> notified = new ArrayList<>();
    private String status = "confirmed";
    private int notificationsOfAnOrder = 1;
    private int looksBeforeNotified;
    private int refusals;
    private int unseen;
    private int mostUnseen;

    FakeSystem() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    Target target() {
        URI root = URI.create("http://localhost:" + server.getAddress().getPort());
        return new Target(root, root, root);
    }

    synchronized void endOrders(String as) {
        status = as;
    }

    synchronized void forgetNotificationOf(long order) {
        notified.remove(order);
    }

    synchronized void notifyTimes(int count) {
        notificationsOfAnOrder = count;
    }

    /** So many times, nobody who asks for notifications gets one. */
    synchronized void notifyAfterLooks(int looks) {
        looksBeforeNotified = looks;
    }

    /** So many times, whoever places an order is told to come again at once. */
    synchronized void refuse(int times) {
        refusals = times;
    }

    private synchronized boolean isRefused(HttpExchange exchange) {
        return exchange.getRequestMethod().equals("POST")
                && exchange.getRequestURI().getPath().equals("/orders")
                && refusals-- > 0;
    }

    synchronized int orders() {
        return orders.size();
    }

    /** The most orders that were placed between two looks for pending ones. */
    synchronized int mostOrdersUnseen() {
        return mostUnseen;
    }

    synchronized int products() {
        return products.size();
    }

    synchronized void addOrder() {
        long id = orders.size() + 1L;
        orders.add("{\"id\": %s, \"status\": \"%s\"}".formatted(id, status));
        notified.add(0, id);
        for (int count = 1; count < notificationsOfAnOrder; count++) {
            notified.add(id); // far from the first
        }
        unseen++;
        mostUnseen = Math.max(mostUnseen, unseen);
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (isRefused(exchange)) {
            exchange.getResponseHeaders().add("Retry-After", "0");
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        boolean post = exchange.getRequestMethod().equals("POST");
        String sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        byte[] body = (post ? create(exchange.getRequestURI().getPath(), sent) : read(exchange.getRequestURI()))
                .getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(post ? 201 : 200, body.length);
        try (OutputStream answer = exchange.getResponseBody()) {
            answer.write(body);
        }
    }

    private synchronized String create(String path, String sent) {
        if (path.equals("/orders")) {
            addOrder();
            return orders.get(orders.size() - 1);
        }
        String name = sent.replaceAll(".*\"name\": \"([^\"]*)\".*", "$1");
        products.add("{\"id\": %s, \"name\": \"%s\"}".formatted(products.size() + 1, name));
        return products.get(products.size() - 1);
    }

    private synchronized String read(URI uri) {
        Map<String, String> query = Stream.of((uri.getQuery() == null ? "skip=0" : uri.getQuery()).split("&"))
                .map(parameter -> parameter.split("="))
                .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
        String[] path = uri.getPath().split("/");
        if (query.containsKey("status")) {
            unseen = 0;
        }
        return switch (path[1]) {
            case "products" -> page(products, query);
            case "orders" ->
                path.length > 2
                        ? orders.get(Integer.parseInt(path[2]) - 1)
                        : page(query.containsKey("status") ? List.of() : orders, query);
            default -> page(notifications(path), query);
        };
    }

    private List<String> notifications(String... path) {
        if (looksBeforeNotified > 0) {
            looksBeforeNotified--;
            return List.of();
        }
        List<String> all = new ArrayList<>();
        for (int index = 0; index < notified.size(); index++) {
            if (path.length < 4
                    || Arrays.asList(path).contains(notified.get(index).toString())) {
                all.add("{\"id\": \"n-%s\", \"order_id\": %s}".formatted(notified.size() - index, notified.get(index)));
            }
        }
        return all;
    }

    private static String page(List<String> rows, Map<String, String> query) {
        return rows.stream()
                .skip(Long.parseLong(query.getOrDefault("skip", "0")))
                .limit(Long.parseLong(query.getOrDefault("limit", "10")))
                .collect(Collectors.joining(",", "[", "]"));
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
