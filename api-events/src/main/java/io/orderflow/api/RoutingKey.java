package io.orderflow.api;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The routing key under which an event travels on the topic exchange {@code orders_exchange}. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
public @interface RoutingKey {

    String INVENTORY_CHECK = "inventory.check";
    String INVENTORY_RELEASE = "inventory.release";
    String INVENTORY_RESPONSE = "inventory.response";
    String NOTIFICATIONS_ORDER = "notifications.order";
    String NOTIFICATIONS_INVENTORY = "notifications.inventory";

    String value();
}
