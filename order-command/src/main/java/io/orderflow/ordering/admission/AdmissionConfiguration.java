package io.orderflow.ordering.admission;

import io.orderflow.eventstore.worker.Worker;
import io.orderflow.ordering.deadline.FulfilmentProgressRepository;
import io.orderflow.ordering.deadline.FulfilmentProperties;
import io.orderflow.relay.topology.QueueInspector;
import java.time.Clock;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

    @Bean
    AdmissionControl admissionControl(
            FulfilmentProgressRepository progress,
            QueueInspector queues,
            Clock clock,
            FulfilmentProperties fulfilment) {
        return new AdmissionControl(progress::backlog, () -> queues.hasReader(fulfilment.asks()), clock);
    }

    @Bean
    Worker admission(AdmissionControl control) {
        return new Worker("admission", control, AdmissionControl.PERIOD);
    }
}
