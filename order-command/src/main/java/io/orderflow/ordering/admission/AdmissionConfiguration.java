package io.orderflow.ordering.admission;

import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.deadline.FulfilmentProgressRepository;
import io.orderflow.relay.topology.QueueInspector;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    AdmissionControl admissionControl(
            FulfilmentProgressRepository progress,
            QueueInspector queues,
            Clock clock,
            @Value("${orderflow.fulfilment.asks}") String asked) {
        return new AdmissionControl(progress::backlog, () -> queues.hasReader(asked), clock);
    }

    @Bean
    Worker admission(AdmissionControl control) {
        return new Worker("admission", control);
    }
}
