package io.orderflow.system.notifications;

import static io.orderflow.system.driver.Orderflow.line;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.orderflow.local.service.Service;
import io.orderflow.local.service.ServiceProcess;
import io.orderflow.system.driver.EventStream;
import io.orderflow.system.driver.Orderflow;
import io.orderflow.system.driver.RunningSystem;
import java.io.IOException;
import java.net.URI;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Clients that follow the notifications, whichever instance they are connected to, and whichever has stored them. */
@ExtendWith(RunningSystem.class)
@Timeout(300)
class NotificationStreamIT {

    private static final String STREAM = "/notifications/stream";

    private final Orderflow orderflow;

    NotificationStreamIT(Orderflow orderflow) {
        this.orderflow = orderflow;
    }

    @Test
    void whoChangesInstancesMissesNone_alsoWhenOneIsKilled() throws IOException {
        long product = orderflow.addProduct("Concert", 1_000);
        URI first =
                orderflow.stack().service(Service.NOTIFICATION_PROJECTION).uri().resolve(STREAM);
        ServiceProcess other = orderflow.stack().startAnother(Service.NOTIFICATION_PROJECTION);
        try {
            Set<Long> told = new HashSet<>();
            String last;
            try (EventStream stream = EventStream.of(first)) {
                last = stream.next().id();
                last = readUpTo(orderflow.placed(line(product, 1)), stream, told, last);
            }
            long whileAway = orderflow.placed(line(product, 1));
            try (EventStream stream = EventStream.after(last, other.uri().resolve(STREAM))) {
                last = readUpTo(orderflow.placed(line(product, 1)), stream, told, last);
                assertThat(told).contains(whileAway);
                other.kill();
                long whileOneIsGone = orderflow.placed(line(product, 1));
                try (EventStream again = EventStream.after(last, first)) {
                    readUpTo(whileOneIsGone, again, told, last);
                }
            }
        } finally {
            orderflow.stack().stopAnother(other);
        }
    }

    @Test
    void whoIsToldOfOneOrderIsToldOfNoOther() throws IOException {
        long product = orderflow.addProduct("Theatre", 1_000);
        URI all =
                orderflow.stack().service(Service.NOTIFICATION_PROJECTION).uri().resolve(STREAM);
        String begun;
        try (EventStream stream = EventStream.of(all)) {
            begun = stream.next().id();
        }
        orderflow.placed(line(product, 1));
        long wanted = orderflow.placed(line(product, 1));

        try (EventStream stream = EventStream.after(begun, all.resolve(STREAM + "?order_id=" + wanted))) {
            assertThat(stream.nextData().get("order_id").asLong()).isEqualTo(wanted);
        }
    }

    @Test
    void aRebuildMakesClientsReload() throws IOException {
        URI address =
                orderflow.stack().service(Service.NOTIFICATION_PROJECTION).uri().resolve(STREAM);
        try (EventStream stream = EventStream.of(address)) {
            String last = stream.next().id();
            orderflow.post(Service.NOTIFICATION_PROJECTION, "/projections/notifications/rebuild", "");

            for (EventStream.Event event = stream.next(); event != null; event = stream.next()) {
                last = event.id();
            }

            String before = last;
            await().atMost(Orderflow.PATIENCE).untilAsserted(() -> {
                try (EventStream again = EventStream.after(before, address)) {
                    assertThat(again.next().type()).isEqualTo("reload");
                }
            });
        }
    }

    /** Until an order is told of; returns the id of the event that does. */
    private static String readUpTo(long order, EventStream stream, Set<Long> told, String begun) throws IOException {
        String last = begun;
        while (!told.contains(order)) {
            EventStream.Event event = stream.next();
            last = event.id();
            if (event.data() != null) {
                told.add(event.data().get("order_id").asLong());
            }
        }
        return last;
    }
}
