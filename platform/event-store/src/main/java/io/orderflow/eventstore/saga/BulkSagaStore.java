package io.orderflow.eventstore.saga;

import io.orderflow.eventstore.jdbc.BulkParameters;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.saga.AssociationValue;
import org.axonframework.modelling.saga.AssociationValues;
import org.axonframework.modelling.saga.metamodel.SagaModel;
import org.axonframework.modelling.saga.repository.SagaStore;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Keeps sagas in Axon's tables, with a few statements per batch of events where Axon's own stores take several per event:
 * the sagas that the events of a batch are about are read together, when the first of them is looked for, and what has
 * become of them is written together, when the batch commits.
 *
 * <p>Sagas are read without a lock, so that nobody but the one processor that holds the token may change them; time that
 * has passed is told to a saga by an event, not by Axon's deadlines, whose handlers run in threads of their own. Guarantee:
 * no saga is written that somebody has ended since it was read; the batch fails and is handled again. Two that change the
 * same saga at once are not noticed, and one change is lost.
 *
 * <p>To be used within a unit of work that has a transaction.
 */
public final class BulkSagaStore implements SagaStore<Object> {

    private static final String SAGA = """
            s.saga_id, s.saga_type, s.revision, s.serialized_saga,
            ARRAY(SELECT association_key FROM association_value_entry v WHERE v.saga_id = s.saga_id ORDER BY association_key, association_value) AS keys,
            ARRAY(SELECT association_value FROM association_value_entry v WHERE v.saga_id = s.saga_id ORDER BY association_key, association_value) AS values
            """;

    private static final String FIND = "SELECT " + SAGA + """
            FROM saga_entry s WHERE s.saga_id IN (
                SELECT a.saga_id FROM unnest(?, ?, ?) AS wanted (saga_type, association_key, association_value)
                JOIN association_value_entry a USING (saga_type, association_key, association_value))""";

    private static final String LOAD = "SELECT " + SAGA + "FROM saga_entry s WHERE s.saga_id = ANY (?)";

    private static final String INSERT = """
            INSERT INTO saga_entry (saga_id, saga_type, revision, serialized_saga) SELECT * FROM unnest(?, ?, ?, ?)""";

    private static final String UPDATE = """
            UPDATE saga_entry s
            SET saga_type = changed.saga_type, revision = changed.revision, serialized_saga = changed.serialized_saga
            FROM unnest(?, ?, ?, ?) AS changed (saga_id, saga_type, revision, serialized_saga)
            WHERE s.saga_id = changed.saga_id""";

    private static final String DELETE = """
            WITH ended AS (DELETE FROM saga_entry WHERE saga_id IN (SELECT unnest(?)) RETURNING saga_id),
                 gone AS (DELETE FROM association_value_entry WHERE saga_id IN (SELECT saga_id FROM ended))
            SELECT count(*) FROM ended""";

    private static final String ASSOCIATE = """
            INSERT INTO association_value_entry (saga_id, saga_type, association_key, association_value)
            SELECT * FROM unnest(?, ?, ?, ?)""";

    private static final String DISSOCIATE = """
            DELETE FROM association_value_entry WHERE (saga_id, saga_type, association_key, association_value) IN (
                SELECT * FROM unnest(?, ?, ?, ?))""";

    private final JdbcTemplate jdbc;
    private final Serializer serializer;
    private final Function<Class<?>, SagaModel<?>> modelOf;
    private final Map<Class<?>, SagaModel<?>> models = new ConcurrentHashMap<>();

    /** @param modelOf tells for a type of sagas which of them an event is about */
    public BulkSagaStore(JdbcTemplate jdbc, Serializer serializer, Function<Class<?>, SagaModel<?>> modelOf) {
        this.jdbc = jdbc;
        this.serializer = serializer;
        this.modelOf = modelOf;
    }

    @Override
    public Set<String> findSagas(Class<?> type, AssociationValue association) {
        return currentBatch().find(type, association);
    }

    @Override
    public <S> Entry<S> loadSaga(Class<S> type, String id) {
        Stored stored = currentBatch().load(id);
        return stored == null ? null : new StoredEntry<>(stored);
    }

    @Override
    public void insertSaga(Class<?> type, String id, Object saga, Set<AssociationValue> associations) {
        Row row = row(id, saga);
        Batch batch = currentBatch();
        batch.inserted.add(row);
        associations.forEach(association -> batch.added.add(Association.of(row, association)));
    }

    @Override
    public void updateSaga(Class<?> type, String id, Object saga, AssociationValues associations) {
        Row row = row(id, saga);
        Batch batch = currentBatch();
        batch.updated.add(row);
        associations.addedAssociations().forEach(association -> batch.added.add(Association.of(row, association)));
        associations.removedAssociations().forEach(association -> batch.removed.add(Association.of(row, association)));
    }

    @Override
    public void deleteSaga(Class<?> type, String id, Set<AssociationValue> associations) {
        currentBatch().deleted.add(id);
    }

    private Batch currentBatch() {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        return root.getOrComputeResource(BulkSagaStore.class.getName(), key -> {
            Batch batch = new Batch(events(root));
            // Later than prepare commit, in which the sagas of a batch come to be stored one by one.
            root.onCommit(unitOfWork -> batch.write());
            return batch;
        });
    }

    private static List<EventMessage<?>> events(UnitOfWork<?> unitOfWork) {
        List<EventMessage<?>> events = new ArrayList<>();
        if (unitOfWork instanceof BatchingUnitOfWork<?> batch) {
            for (Message<?> message : batch.getMessages()) {
                if (message instanceof EventMessage<?> event) {
                    events.add(event);
                }
            }
        }
        return events;
    }

    private String nameOf(Class<?> type) {
        return serializer.typeForClass(type).getName();
    }

    private Row row(String id, Object saga) {
        SerializedObject<byte[]> data = serializer.serialize(saga, byte[].class);
        return new Row(id, data.getType().getName(), data.getType().getRevision(), data.getData());
    }

    /** A saga as it is in the table. */
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    private record Row(String id, String type, String revision, byte[] data) {}

    private record Stored(Row row, Set<AssociationValue> associations) {}

    private record Association(String sagaId, String sagaType, String key, String value) {

        static Association of(Row saga, AssociationValue value) {
            return new Association(saga.id, saga.type, value.getKey(), value.getValue());
        }
    }

    /** What one unit of work has read, and what it is going to write. */
    private final class Batch {

        private final List<EventMessage<?>> events;
        private final Map<Class<?>, Map<AssociationValue, Set<String>>> found = new HashMap<>();
        private final Map<String, Stored> read = new HashMap<>();

        private final List<Row> inserted = new ArrayList<>();
        private final List<Row> updated = new ArrayList<>();
        private final List<String> deleted = new ArrayList<>();
        private final List<Association> added = new ArrayList<>();
        private final List<Association> removed = new ArrayList<>();

        Batch(List<EventMessage<?>> events) {
            this.events = events;
        }

        Set<String> find(Class<?> type, AssociationValue association) {
            Map<AssociationValue, Set<String>> sagas = found.computeIfAbsent(type, key -> new HashMap<>());
            if (!sagas.containsKey(association)) {
                SagaModel<?> model = models.computeIfAbsent(type, modelOf);
                events.forEach(event ->
                        model.resolveAssociation(event).ifPresent(value -> sagas.putIfAbsent(value, new TreeSet<>())));
                sagas.putIfAbsent(association, new TreeSet<>());
                readInto(sagas, nameOf(type));
            }
            return sagas.get(association);
        }

        private void readInto(Map<AssociationValue, Set<String>> sagas, String type) {
            BulkParameters<AssociationValue> wanted = BulkParameters.of(sagas.keySet())
                    .text(association -> type)
                    .text(AssociationValue::getKey)
                    .text(AssociationValue::getValue);
            jdbc.query(FIND, wanted, row -> {
                Stored saga = stored(row);
                read.putIfAbsent(saga.row.id, saga);
                saga.associations.stream()
                        .filter(sagas::containsKey)
                        .forEach(association -> sagas.get(association).add(saga.row.id));
            });
        }

        Stored load(String id) {
            return read.computeIfAbsent(
                    id,
                    key -> jdbc.query(LOAD, ids(List.of(id)), (row, number) -> stored(row)).stream()
                            .findFirst()
                            .orElse(null));
        }

        void write() {
            requireAll(deleted.size(), deleted.isEmpty() ? 0 : delete());
            requireAll(updated.size(), updated.isEmpty() ? 0 : update());
            if (!inserted.isEmpty()) {
                jdbc.update(INSERT, rows(inserted));
            }
            if (!removed.isEmpty()) {
                jdbc.update(DISSOCIATE, associations(removed));
            }
            if (!added.isEmpty()) {
                jdbc.update(ASSOCIATE, associations(added));
            }
        }

        private int delete() {
            return jdbc.query(DELETE, ids(deleted), row -> {
                row.next();
                return row.getInt(1);
            });
        }

        private int update() {
            return jdbc.update(UPDATE, rows(updated));
        }

        private static void requireAll(int expected, int written) {
            if (written != expected) {
                throw new OptimisticLockingFailureException(
                        "%s of %s sagas have ended since they were read".formatted(expected - written, expected));
            }
        }
    }

    private static BulkParameters<String> ids(List<String> ids) {
        return BulkParameters.of(ids).text(id -> id);
    }

    private static BulkParameters<Row> rows(List<Row> sagas) {
        return BulkParameters.of(sagas)
                .text(Row::id)
                .text(Row::type)
                .text(Row::revision)
                .bytea(Row::data);
    }

    private static BulkParameters<Association> associations(List<Association> associations) {
        return BulkParameters.of(associations)
                .text(Association::sagaId)
                .text(Association::sagaType)
                .text(Association::key)
                .text(Association::value);
    }

    private static Stored stored(ResultSet row) throws SQLException {
        String[] keys = (String[]) row.getArray("keys").getArray();
        String[] values = (String[]) row.getArray("values").getArray();
        Set<AssociationValue> associations = new HashSet<>();
        for (int index = 0; index < keys.length; index++) {
            associations.add(new AssociationValue(keys[index], values[index]));
        }
        Row saga = new Row(
                row.getString("saga_id"),
                row.getString("saga_type"),
                row.getString("revision"),
                row.getBytes("serialized_saga"));
        return new Stored(saga, associations);
    }

    private final class StoredEntry<S> implements Entry<S> {

        private final Stored stored;
        private final S saga;

        StoredEntry(Stored stored) {
            this.stored = stored;
            this.saga = serializer.deserialize(
                    new SimpleSerializedObject<>(stored.row.data, byte[].class, stored.row.type, stored.row.revision));
        }

        @Override
        public Set<AssociationValue> associationValues() {
            return stored.associations;
        }

        @Override
        public S saga() {
            return saga;
        }
    }
}
