package io.orderflow.local.service;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The services of Orderflow. */
public enum Service {
    ORDER_COMMAND("order-command", "orders"),
    INVENTORY_COMMAND("inventory-command", "inventory"),
    NOTIFICATION_PROJECTION("notification-projection", "notifications"),
    GATEWAY("gateway", "");

    private final String title;
    private final String database;

    Service(String title, String database) {
        this.title = title;
        this.database = database;
    }

    /** Those that do the work: all but the gateway, which has neither database nor broker. */
    public static List<Service> behindTheGateway() {
        return Stream.of(values()).filter(service -> service != GATEWAY).toList();
    }

    /** The name by which people, modules and log files know it, e.g. {@code order-command}. */
    public String title() {
        return title;
    }

    /** The name of its own database: in MongoDB for the notifications, in PostgreSQL for the others behind the gateway. */
    public String database() {
        return database;
    }

    public boolean keepsDataInMongo() {
        return this == NOTIFICATION_PROJECTION;
    }

    /** What the build makes of it. */
    public Path jar(Path projectRoot) {
        return projectRoot.resolve(title).resolve("target").resolve(title + ".jar");
    }
}
