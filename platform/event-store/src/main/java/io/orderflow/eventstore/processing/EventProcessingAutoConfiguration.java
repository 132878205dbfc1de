package io.orderflow.eventstore.processing;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toMap;

import io.micrometer.core.instrument.MeterRegistry;
import io.orderflow.eventstore.audit.AuditAutoConfiguration;
import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.eventstore.jdbc.PoolSize;
import io.orderflow.eventstore.saga.SagaModels;
import io.orderflow.eventstore.storage.EventStorageAutoConfiguration;
import io.orderflow.eventstore.tracing.EventTracing;
import io.orderflow.eventstore.tracing.EventTracingAutoConfiguration;
import io.orderflow.eventstore.tracing.HandlerSpans;
import io.orderflow.eventstore.tracing.Untraced;
import io.orderflow.eventstore.worker.Worker;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.config.Configuration;
import org.axonframework.config.ConfigurerModule;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.MultiEventHandlerInvoker;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.modelling.saga.AbstractSagaManager;
import org.axonframework.modelling.saga.metamodel.SagaModel;
import org.axonframework.serialization.Serializer;
import org.axonframework.springboot.autoconfig.AxonAutoConfiguration;
import org.axonframework.springboot.autoconfig.JdbcAutoConfiguration;
import org.slf4j.MDC;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Processors that skip no failure, and tell how they are. */
@AutoConfiguration(
        before = {AxonAutoConfiguration.class, JdbcAutoConfiguration.class},
        after = {EventStorageAutoConfiguration.class, EventTracingAutoConfiguration.class, AuditAutoConfiguration.class
        })
@ConditionalOnBean(EventStorageEngine.class)
@EnableConfigurationProperties(ProcessorProperties.class)
public class EventProcessingAutoConfiguration {

    private static final TokenSchema TOKEN_SCHEMA = TokenSchema.builder()
            .setTokenTable("token_entry")
            .setProcessorNameColumn("processor_name")
            .setTokenTypeColumn("token_type")
            .build();

    /** How soon an instance without a processor asks again whether it may have it. */
    static final Duration CLAIM_INTERVAL = Duration.ofSeconds(1);

    @Bean
    ClaimedTokenStore tokenStore(ConnectionProvider connections, Serializer serializer, JdbcTemplate jdbc) {
        JdbcTokenStore.Builder store = JdbcTokenStore.builder()
                .schema(TOKEN_SCHEMA)
                .connectionProvider(connections)
                .serializer(serializer);
        return new ClaimedTokenStore(store, jdbc, ClaimedTokenStore.newInstance());
    }

    @Bean
    SegmentBalance segmentBalance(
            EventProcessingConfiguration processing,
            ProcessorPositions positions,
            ClaimedTokenStore tokens,
            LiveInstances instances) {
        return new SegmentBalance(processing, positions, tokens, instances);
    }

    @Bean
    LiveInstances liveInstances(ClaimedTokenStore tokens, JdbcTemplate jdbc) {
        return new LiveInstances(tokens.instance(), jdbc);
    }

    @Bean
    ProcessorPositions processorPositions(Serializer serializer, JdbcTemplate jdbc) {
        return new ProcessorPositions(serializer, jdbc);
    }

    @Bean
    ProcessorPauses pausedProcessorsHealthIndicator(
            JdbcTemplate jdbc, PlatformTransactionManager transactions, AuditTrail trail) {
        return new ProcessorPauses(jdbc, new TransactionTemplate(transactions), trail);
    }

    @Bean
    Worker pauseWatch(ProcessorPauses pauses) {
        return new Worker("pause-watch", pauses::look);
    }

    @Bean
    ProcessorHealth processorsHealthIndicator(EventProcessingConfiguration processing) {
        return new ProcessorHealth(processing);
    }

    @Bean
    Worker processorWatch(ProcessorHealth processors) {
        return new Worker("processor-watch", processors::look);
    }

    @Bean
    ProcessorLag processorLag(EventProcessingConfiguration processing, ProcessorPositions positions) {
        return new ProcessorLag(processing, positions, Clock.systemUTC());
    }

    @Bean
    FailedEvents failedEvents() {
        return new FailedEvents();
    }

    @Bean
    Processors processors(
            EventProcessingConfiguration processing,
            ProcessorPositions positions,
            ProcessorLag lag,
            ProcessorHealth health,
            ProcessorPauses pauses,
            FailedEvents failedEvents,
            ObjectProvider<NeverPaused> neverPaused) {
        return new Processors(
                processing,
                positions,
                lag,
                health,
                pauses,
                failedEvents,
                neverPaused.stream().collect(toMap(NeverPaused::processor, identity())),
                System::nanoTime);
    }

    /**
     * Every processing group is a tracking processor that starts with the first event, of one thread for each of its segments. A
     * handler that throws stops its own processor, which tries again: Axon's default would log the error and go on to the next event.
     */
    @Bean
    ConfigurerModule trackingProcessors(
            ProcessorSegments segments,
            JdbcTemplate jdbc,
            ObjectProvider<SegmentKeys> keys,
            ObjectProvider<Patience> patience,
            EventTracing tracing,
            ObjectProvider<Untraced> untraced,
            FailedEvents failedEvents,
            MeterRegistry metrics) {
        return configurer -> configurer
                .eventProcessing()
                .registerDefaultListenerInvocationErrorHandler(configuration -> PropagatingErrorHandler.instance())
                .registerEventProcessorFactory((name, configuration, handlers) -> {
                    int threads = segments.adjust(name);
                    PoolSize.add(jdbc, threads - 1);
                    return trackingProcessor(
                            name,
                            threads,
                            configuration,
                            divided(
                                    handlers,
                                    keys.stream()
                                            .filter(some -> some.processor().equals(name))
                                            .findFirst(),
                                    configuration),
                            patience.stream()
                                    .filter(some -> some.processor().equals(name))
                                    .findFirst(),
                            untraced.stream().anyMatch(some -> some.processor().equals(name))
                                    ? EventTracing.off()
                                    : tracing,
                            failedEvents,
                            new BatchMetrics(metrics, name));
                });
    }

    @Bean
    ProcessorSegments processorSegments(
            ProcessorProperties properties,
            Serializer serializer,
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions) {
        return new ProcessorSegments(properties.segments(), serializer, jdbc, new TransactionTemplate(transactions));
    }

    /**
     * Handlers that divide their events as the application says; sagas by what they are found by, where Axon would by identifiers drawn
     * at random; others as Axon does it, by aggregate.
     */
    private static EventHandlerInvoker divided(
            EventHandlerInvoker handlers, Optional<SegmentKeys> keys, Configuration configuration) {
        if (keys.isPresent()) {
            return new DividedInvoker(handlers, event -> keys.get().of().apply(event.getPayload()));
        }
        return handlers instanceof MultiEventHandlerInvoker several
                ? new MultiEventHandlerInvoker(several.delegates().stream()
                        .map(one -> one instanceof AbstractSagaManager<?> sagas ? divided(sagas, configuration) : one)
                        .toList())
                : handlers;
    }

    private static EventHandlerInvoker divided(AbstractSagaManager<?> sagas, Configuration configuration) {
        SagaModel<?> model = SagaModels.modelOf(sagas.getSagaType(), configuration);
        return new DividedInvoker(sagas, event -> model.resolveAssociation(event).stream());
    }

    private static TrackingEventProcessor trackingProcessor(
            String name,
            int segments,
            Configuration configuration,
            EventHandlerInvoker handlers,
            Optional<Patience> patience,
            EventTracing tracing,
            FailedEvents failedEvents,
            BatchMetrics metrics) {
        EventProcessingConfiguration processing = configuration.eventProcessingConfiguration();
        ProcessorLog log = new ProcessorLog(name);
        return new QuickRetryTrackingEventProcessor(TrackingEventProcessor.builder()
                .name(name)
                .eventHandlerInvoker(handlers)
                .spanFactory(new HandlerSpans(name, tracing))
                .rollbackConfiguration(processing.rollbackConfiguration(name))
                .errorHandler(failedEvents.before(log.beside(processing.errorHandler(name))))
                .messageMonitor(processing.messageMonitor(TrackingEventProcessor.class, name))
                .messageSource(new AdaptiveBatchSource(
                        configuration.eventStore(), patience, metrics, segments, System::nanoTime))
                .tokenStore(processing.tokenStore(name))
                .transactionManager(processing.transactionManager(name))
                .trackingEventProcessorConfiguration(TrackingEventProcessorConfiguration.forParallelProcessing(segments)
                        .andThreadFactory(group -> logging(name, new AxonThreadFactory(group)))
                        .andEventTrackerStatusChangeListener(log)
                        .andBatchSize(AdaptiveBatchSource.MOST)
                        .andTokenClaimInterval(CLAIM_INTERVAL.toMillis(), TimeUnit.MILLISECONDS)
                        .andInitialTrackingToken(StreamableMessageSource::createTailToken)));
    }

    /** What its threads log names the processor. */
    private static ThreadFactory logging(String processor, ThreadFactory threads) {
        return work -> threads.newThread(() -> {
            MDC.put("processor", processor);
            work.run();
        });
    }
}
