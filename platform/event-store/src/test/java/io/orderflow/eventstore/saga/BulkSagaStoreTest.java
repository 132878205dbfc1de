package io.orderflow.eventstore.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import io.orderflow.eventstore.sample.StoreApplication;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValuesImpl;
import org.axonframework.modelling.saga.metamodel.AnnotationSagaMetaModelFactory;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

@SpringBootTest(
        classes = StoreApplication.class,
        webEnvironment = WebEnvironment.NONE,
        properties = {StoreApplication.CONFIGURATION, StoreApplication.NAME})
class BulkSagaStoreTest {

    private final AssociationValue station =
            new AssociationValue("station", UUID.randomUUID().toString());
    private final AssociationValue river =
            new AssociationValue("river", UUID.randomUUID().toString());
    private final String id = UUID.randomUUID().toString();

    @Autowired
    private SagaStore<Object> sagas;

    @Autowired
    private DataSource dataSource;

    @Autowired
    private Serializer serializer;

    @Autowired
    private TransactionManager transactions;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        StoreApplication.onDatabase(properties);
    }

    @Test
    void aStoredSagaIsFoundByEachOfItsAssociations() {
        inTransaction(() -> insert(1));

        assertThat(found(station)).containsExactly(id);
        assertThat(found(river)).containsExactly(id);
        inTransaction(() -> {
            SagaStore.Entry<Flood> entry = sagas.loadSaga(Flood.class, id);
            assertThat(entry.saga().level).isOne();
            assertThat(entry.associationValues()).containsExactlyInAnyOrder(station, river);
            return null;
        });
    }

    @Test
    void nothingIsFoundThatIsAssociatedWithSomethingElse() {
        inTransaction(() -> insert(1));

        assertThat(found(new AssociationValue("river", station.getValue()))).isEmpty();
        assertThat(inTransaction(() -> sagas.findSagas(String.class, station))).isEmpty();
        assertThat(inTransaction(() -> sagas.loadSaga(Flood.class, "another"))).isNull();
    }

    @Test
    void anUpdatedSagaHasItsNewStateAndAssociations() {
        inTransaction(() -> insert(1));
        AssociationValue lake = new AssociationValue("lake", UUID.randomUUID().toString());

        inTransaction(() -> {
            AssociationValuesImpl associations = new AssociationValuesImpl(Set.of(station, river));
            associations.remove(river);
            associations.add(lake);
            sagas.updateSaga(Flood.class, id, new Flood(2), associations);
            return null;
        });

        assertThat(inTransaction(() -> sagas.loadSaga(Flood.class, id).saga().level))
                .isEqualTo(2);
        assertThat(found(station)).containsExactly(id);
        assertThat(found(lake)).containsExactly(id);
        assertThat(found(river)).isEmpty();
    }

    @Test
    void aDeletedSagaIsFoundNoMore() {
        inTransaction(() -> insert(1));

        inTransaction(this::delete);

        assertThat(found(station)).isEmpty();
        assertThat(inTransaction(() -> sagas.loadSaga(Flood.class, id))).isNull();
    }

    @Test
    void whatFailedWroteNothing() {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> inTransaction(() -> {
                    insert(1);
                    throw new IllegalStateException("the dam broke");
                }));

        assertThat(found(station)).isEmpty();
    }

    @Test
    void givenASagaWasRead_whenAnotherThreadHasEndedIt_thenItIsNotWritten() {
        inTransaction(() -> insert(1));

        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> inTransaction(() -> {
                    sagas.findSagas(Flood.class, station);
                    elsewhere(this::delete);
                    sagas.updateSaga(Flood.class, id, new Flood(2), new AssociationValuesImpl(Set.of(station, river)));
                    return null;
                }));
        assertThatExceptionOfType(OptimisticLockingFailureException.class)
                .isThrownBy(() -> inTransaction(this::delete));
    }

    @Test
    void manySagasAreWrittenAtOnce() {
        List<String> ids = new ArrayList<>();
        inTransaction(() -> {
            for (int number = 0; number < 300; number++) {
                ids.add(UUID.randomUUID().toString());
                sagas.insertSaga(Flood.class, ids.get(number), new Flood(number), Set.of(station));
            }
            return null;
        });

        assertThat(found(station)).containsExactlyInAnyOrderElementsOf(ids);
        assertThat(inTransaction(() -> sagas.loadSaga(Flood.class, ids.get(77)).saga().level))
                .isEqualTo(77);
    }

    @Test
    void givenNoSagaWasThereForLong_whenManyCome_thenOneIsFoundWithoutReadingThemAll() throws SQLException {
        SingleConnectionDataSource connection = new SingleConnectionDataSource(dataSource.getConnection(), true);
        JdbcTemplate jdbc = new JdbcTemplate(connection);
        SagaStore<Object> sagas = new BulkSagaStore(jdbc, serializer, new AnnotationSagaMetaModelFactory()::modelOf);
        jdbc.execute("TRUNCATE saga_entry, association_value_entry");
        jdbc.execute("VACUUM ANALYZE saga_entry, association_value_entry");
        for (int time = 0; time < 20; time++) {
            inTransaction(() -> sagas.findSagas(Flood.class, station));
        }
        inTransaction(() -> {
            sagas.insertSaga(Flood.class, id, new Flood(1), Set.of(station));
            for (int number = 0; number < 5_000; number++) {
                AssociationValue another = new AssociationValue("station", "another " + number);
                sagas.insertSaga(Flood.class, "another " + number, new Flood(number), Set.of(another));
            }
            return null;
        });
        long before = rowsReadOneAfterTheOther(jdbc);

        assertThat(inTransaction(() -> sagas.findSagas(Flood.class, station))).containsExactly(id);

        assertThat(rowsReadOneAfterTheOther(jdbc) - before).isLessThan(100);
        connection.destroy();
    }

    private static long rowsReadOneAfterTheOther(JdbcTemplate jdbc) {
        jdbc.execute("SELECT pg_stat_force_next_flush()");
        return jdbc.queryForObject(
                "SELECT sum(seq_tup_read) FROM pg_stat_user_tables WHERE relname IN ('saga_entry', 'association_value_entry')",
                Long.class);
    }

    private Object insert(int level) {
        sagas.insertSaga(Flood.class, id, new Flood(level), Set.of(station, river));
        return null;
    }

    private Object delete() {
        sagas.deleteSaga(Flood.class, id, Set.of(station, river));
        return null;
    }

    private Set<String> found(AssociationValue association) {
        return inTransaction(() -> sagas.findSagas(Flood.class, association));
    }

    private void elsewhere(Supplier<?> work) {
        Thread thread = new Thread(() -> inTransaction(work));
        thread.start();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> T inTransaction(Supplier<T> work) {
        DefaultUnitOfWork<?> unitOfWork = DefaultUnitOfWork.startAndGet(null);
        unitOfWork.attachTransaction(transactions);
        ResultMessage<T> result = unitOfWork.executeWithResult(work::get);
        if (result.isExceptional() && result.exceptionResult() instanceof RuntimeException failure) {
            throw failure;
        }
        return result.getPayload();
    }

    @JsonAutoDetect(fieldVisibility = JsonAutoDetect.Visibility.ANY)
    static final class Flood {

        private int level;

        Flood() {}

        Flood(int level) {
            this.level = level;
        }
    }
}
