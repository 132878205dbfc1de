package io.orderflow.relay.wire;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import java.util.Map;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * Reads the properties of any message, as one that cannot be read is to be parked, and not to end its consumer. AMQP has a
 * number for whether a message outlives the broker's restart, of which a client may make anything, and its headers can be
 * nested as deeply as they fit.
 *
 * <p>The properties as they came go with the message, as what Spring makes of them cannot be turned back.
 */
public final class TolerantPropertiesConverter extends DefaultMessagePropertiesConverter {

    private static final String RECEIVED = "x-received-properties";

    @Override
    public MessageProperties toMessageProperties(BasicProperties source, Envelope envelope, String charset) {
        MessageProperties properties = super.toMessageProperties(readable(source), envelope, charset);
        properties.setHeader(RECEIVED, source);
        return properties;
    }

    /** The properties as they came, of a message whose properties were read by a converter like this. */
    public BasicProperties received(MessageProperties properties, String charset) {
        return properties.getHeader(RECEIVED) instanceof BasicProperties source
                ? source
                : fromMessageProperties(properties, charset);
    }

    private static BasicProperties readable(BasicProperties source) {
        Integer mode = source.getDeliveryMode();
        boolean isKnown = mode == null
                || mode == MessageDeliveryMode.toInt(MessageDeliveryMode.PERSISTENT)
                || mode == MessageDeliveryMode.toInt(MessageDeliveryMode.NON_PERSISTENT);
        boolean isDeep = source.getHeaders() != null && NestedHeaders.areTooDeep(source.getHeaders());
        return source.builder()
                .deliveryMode(isKnown ? mode : null)
                .headers(isDeep ? Map.of() : source.getHeaders())
                .build();
    }
}
