package io.orderflow.relay.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Envelope;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.amqp.core.MessageDeliveryMode;
import org.springframework.amqp.core.MessageProperties;

class TolerantPropertiesConverterTest {

    private final TolerantPropertiesConverter converter = new TolerantPropertiesConverter();

    @ParameterizedTest
    @CsvSource({"1, NON_PERSISTENT", "2, PERSISTENT", "0,", "3,", "255,", ","})
    void anyDeliveryModeCanBeRead(Integer mode, MessageDeliveryMode known) {
        BasicProperties sent = new BasicProperties.Builder()
                .deliveryMode(mode)
                .messageId("odd")
                .build();

        MessageProperties read = converter.toMessageProperties(sent, new Envelope(1, false, "", "queue"), "UTF-8");

        assertThat(read.getReceivedDeliveryMode()).isEqualTo(known);
        assertThat(read.getMessageId()).isEqualTo("odd");
    }
}
