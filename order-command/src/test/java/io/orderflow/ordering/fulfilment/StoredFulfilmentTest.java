package io.orderflow.ordering.fulfilment;

import static io.orderflow.ordering.fulfilment.FulfilmentFixture.KEYBOARD;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.LAPTOP;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.MOUSE;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.ORDER;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.overdue;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.placed;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.rejected;
import static io.orderflow.ordering.fulfilment.FulfilmentFixture.reserved;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.api.OrderCancelled;
import io.orderflow.api.OrderConfirmed;
import io.orderflow.api.OrderPlaced;
import io.orderflow.api.StockLine;
import io.orderflow.api.StockReleaseRequested;
import io.orderflow.eventstore.serialization.StateSerializationAutoConfiguration;
import io.orderflow.ordering.fulfilment.Outcomes.Outcome;
import io.orderflow.ordering.order.Order;
import io.orderflow.ordering.order.OrderId;
import io.orderflow.ordering.order.PlaceOrder;
import io.orderflow.ordering.order.WithdrawOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventhandling.PropagatingErrorHandler;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.modelling.saga.repository.inmemory.InMemorySagaStore;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Between two events a saga is JSON in the database: what it knows has to survive that. */
class StoredFulfilmentTest {

    private final RunningDeadlines deadlines = new RunningDeadlines();
    private final SerializingSagaStore sagas =
            new SerializingSagaStore(new StateSerializationAutoConfiguration().serializer());
    private final List<String> outcomes = new ArrayList<>();
    private Configuration axon;

    @BeforeEach
    void start() {
        axon = DefaultConfigurer.defaultConfiguration()
                .configureEmbeddedEventStore(configuration -> new InMemoryEventStorageEngine())
                .configureAggregate(Order.class)
                .registerComponent(AnswerDeadlines.class, configuration -> deadlines)
                .registerComponent(Outcomes.class, configuration -> this::note)
                .eventProcessing(processing -> processing
                        .usingSubscribingEventProcessors()
                        .registerDefaultListenerInvocationErrorHandler(
                                configuration -> PropagatingErrorHandler.instance())
                        .registerSaga(OrderFulfilment.class, saga -> saga.configureSagaStore(configuration -> sagas)))
                .start();
    }

    @AfterEach
    void stop() {
        axon.shutdown();
    }

    @Test
    void givenAStoredSaga_whenTheLastAnswerComes_thenTheOrderIsConfirmedAndNoDeadlineRuns() {
        place(LAPTOP, MOUSE);
        publish(reserved(LAPTOP));
        assertThat(deadlines.orders()).containsExactly(ORDER);
        publish(reserved(MOUSE));

        assertThat(eventsOfTheOrder()).containsExactly(placed(LAPTOP, MOUSE), new OrderConfirmed(ORDER));
        assertThat(deadlines.orders()).isEmpty();
        assertThat(sagas.size()).isZero();
        assertThat(outcomes).containsExactly("CONFIRMED, placed at 2026-07-01T12:00:00Z");
    }

    @Test
    void givenAStoredSaga_whenTheLastAnswerComes_thenItStillKnowsEveryRefusalAndEveryReservedLine() {
        place(LAPTOP, MOUSE, KEYBOARD, 4L);
        publish(rejected(LAPTOP));
        publish(reserved(MOUSE));
        publish(rejected(KEYBOARD));
        publish(reserved(4L));

        assertThat(eventsOfTheOrder())
                .containsExactly(
                        placed(LAPTOP, MOUSE, KEYBOARD, 4L),
                        new OrderCancelled(ORDER, "product 1 does not exist; product 3 does not exist"),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(MOUSE, 2), new StockLine(4, 2))));
        assertThat(sagas.size()).isZero();
        assertThat(outcomes).containsExactly("REJECTED, placed at 2026-07-01T12:00:00Z");
    }

    @Test
    void givenAStoredSaga_whenNoAnswerComes_thenItIsSaidHowTheOrderEnded() {
        place(LAPTOP);
        publish(overdue());

        assertThat(outcomes).containsExactly("UNANSWERED, placed at 2026-07-01T12:00:00Z");
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenAllOfItIsReserved_thenAllIsAskedBackAndNobodyWaits() {
        place(LAPTOP, MOUSE);
        publish(reserved(LAPTOP));
        withdraw();
        publish(reserved(MOUSE));
        publish(reserved(MOUSE));

        assertThat(eventsOfTheOrder())
                .containsExactly(
                        placed(LAPTOP, MOUSE),
                        new OrderCancelled(ORDER, "no longer wanted"),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(LAPTOP, 2), new StockLine(MOUSE, 2))));
        assertThat(deadlines.orders()).isEmpty();
        assertThat(sagas.size()).isZero();
        assertThat(outcomes).containsExactly("CONFIRMED, placed at null");
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenSomeOfItIsRefused_thenTheRestIsAskedBackAndItsReasonStands() {
        place(LAPTOP, MOUSE);
        withdraw();
        publish(rejected(LAPTOP));
        publish(reserved(MOUSE));

        assertThat(eventsOfTheOrder())
                .containsExactly(
                        placed(LAPTOP, MOUSE),
                        new OrderCancelled(ORDER, "no longer wanted"),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(MOUSE, 2))));
        assertThat(sagas.size()).isZero();
        assertThat(outcomes).containsExactly("REJECTED, placed at null");
    }

    @Test
    void givenAnOrderWithdrawnWhilePending_whenTheAnswersAreOverdue_thenEachLineIsAskedBackOnceWheneverItIsReserved() {
        place(LAPTOP, MOUSE);
        publish(reserved(LAPTOP));
        withdraw();
        publish(overdue());
        publish(reserved(MOUSE));
        publish(reserved(LAPTOP));

        assertThat(eventsOfTheOrder())
                .containsExactly(
                        placed(LAPTOP, MOUSE),
                        new OrderCancelled(ORDER, "no longer wanted"),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(LAPTOP, 2))),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(MOUSE, 2))));
        assertThat(deadlines.orders()).isEmpty();
        assertThat(sagas.size()).isZero();
        assertThat(outcomes).containsExactly("UNANSWERED, placed at null");
    }

    @Test
    void givenAConfirmedOrderThatWasWithdrawn_whenItsAnswersComeAgain_thenNothingIsAskedBackTwice() {
        place(LAPTOP);
        publish(reserved(LAPTOP));
        withdraw();
        publish(reserved(LAPTOP));

        assertThat(eventsOfTheOrder())
                .containsExactly(
                        placed(LAPTOP),
                        new OrderConfirmed(ORDER),
                        new OrderCancelled(ORDER, "no longer wanted"),
                        new StockReleaseRequested(ORDER, List.of(new StockLine(LAPTOP, 2))));
        assertThat(sagas.size()).isZero();
    }

    private void withdraw() {
        axon.commandGateway().sendAndWait(new WithdrawOrder(new OrderId(ORDER), "no longer wanted"));
    }

    private void note(Outcome outcome, Instant placedAt) {
        outcomes.add(outcome + ", placed at " + placedAt);
    }

    private void place(Long... products) {
        OrderPlaced placed = placed(products);
        axon.commandGateway()
                .sendAndWait(new PlaceOrder(new OrderId(ORDER), placed.lines(), placed.placedAt(), placed.customer()));
        assertThat(sagas.size()).isOne();
    }

    private void publish(Object answer) {
        axon.eventStore().publish(GenericEventMessage.asEventMessage(answer));
    }

    private List<Object> eventsOfTheOrder() {
        return axon.eventStore()
                .readEvents(new OrderId(ORDER).toString())
                .asStream()
                .<Object>map(DomainEventMessage::getPayload)
                .toList();
    }

    /** Keeps of each saga what the serializer keeps of it. */
    private static final class SerializingSagaStore implements SagaStore<Object> {

        private final InMemorySagaStore memory = new InMemorySagaStore();
        private final Serializer serializer;

        SerializingSagaStore(Serializer serializer) {
            this.serializer = serializer;
        }

        int size() {
            return memory.size();
        }

        @Override
        public Set<String> findSagas(Class<?> type, AssociationValue association) {
            return memory.findSagas(type, association);
        }

        @Override
        public <S> Entry<S> loadSaga(Class<S> type, String id) {
            return memory.loadSaga(type, id);
        }

        @Override
        public void insertSaga(Class<?> type, String id, Object saga, Set<AssociationValue> associations) {
            memory.insertSaga(type, id, storedAndRead(saga), associations);
        }

        @Override
        public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
            memory.updateSaga(type, id, storedAndRead(saga), associations);
        }

        @Override
        public void deleteSaga(Class<?> type, String id, Set<AssociationValue> associations) {
            memory.deleteSaga(type, id, associations);
        }

        private Object storedAndRead(Object saga) {
            return serializer.deserialize(serializer.serialize(saga, byte[].class));
        }
    }
}
