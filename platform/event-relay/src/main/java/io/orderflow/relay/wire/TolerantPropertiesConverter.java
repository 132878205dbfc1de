package io.orderflow.relay.wire;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;
import org.springframework.amqp.rabbit.support.DefaultMessagePropertiesConverter;

/**
 * Reads the properties of any message, as one that cannot be read is to be parked, and not to end its consumer. AMQP has a
 * number for whether a message outlives the broker's restart, of which a client may make anything.
 */
public final class TolerantPropertiesConverter extends DefaultMessagePropertiesConverter {

    @Override
    public MessageProperties toMessageProperties(BasicProperties source, Envelope envelope, String charset) {
        Integer mode = source.getDeliveryMode();
        boolean isKnown = mode == null
                || mode == MessageDeliveryMode.toInt(MessageDeliveryMode.PERSISTENT)
                || mode == MessageDeliveryMode.toInt(MessageDeliveryMode.NON_PERSISTENT);
        return super.toMessageProperties(
                isKnown ? source : source.builder().deliveryMode(null).build(), envelope, charset);
    }
}
