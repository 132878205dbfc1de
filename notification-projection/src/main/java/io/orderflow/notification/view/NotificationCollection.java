package io.orderflow.notification.view;

import static io.orderflow.notification.view.NotificationDocument.ARRIVAL;
import static io.orderflow.notification.view.NotificationDocument.CUSTOMER;
import static io.orderflow.notification.view.NotificationDocument.NUMBERED_AT;
import static java.util.stream.Collectors.toSet;
import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import com.mongodb.bulk.BulkWriteResult;
import io.orderflow.notification.wording.Notification;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.data.domain.Sort;
import org.springframework.data.domain.Sort.Direction;
import org.springframework.data.mongodb.core.BulkOperations;
import org.springframework.data.mongodb.core.BulkOperations.BulkMode;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.data.mongodb.core.index.Index;
import org.springframework.data.mongodb.core.index.IndexOperations;
import org.springframework.data.mongodb.core.index.PartialIndexFilter;
import org.springframework.data.mongodb.core.query.Criteria;
import org.springframework.data.mongodb.core.query.Query;
import org.springframework.data.mongodb.core.query.Update;

/**
 * A MongoDB collection of notifications, each kept under the id of its event. Its indexes are there before its first
 * document is.
 */
final class NotificationCollection {

    /** Events of the same millisecond are told apart by their ids: pages neither overlap nor leave one out. */
    private static final Sort NEWEST_FIRST = Sort.by(Direction.DESC, "created_at", "_id");

    /** Longer than any process is suspended that goes on at last, and dies before it could number again. */
    private static final Duration LATELY = Duration.ofMinutes(10);

    private static final Sort AS_THEY_ARRIVED = Sort.by(Direction.ASC, ARRIVAL);

    private final MongoOperations mongo;
    private final String name;
    private final Optional<ArrivalNumbers> numbers;
    private volatile boolean indexed;

    /** Whether the last batch had some that were there: then the next one will, too, as history that comes again. */
    private volatile boolean knownAmongTheLast;

    private NotificationCollection(MongoOperations mongo, String name, Optional<ArrivalNumbers> numbers) {
        this.mongo = mongo;
        this.name = name;
        this.numbers = numbers;
    }

    /** One that nobody follows, as long as it is not the live one. */
    NotificationCollection(MongoOperations mongo, String name) {
        this(mongo, name, Optional.empty());
    }

    /** One whose notifications are numbered as they arrive. */
    NotificationCollection(MongoOperations mongo, String name, ArrivalNumbers numbers) {
        this(mongo, name, Optional.of(numbers));
    }

    /**
     * Adds those notifications that are not there yet, and leaves the others as they are. Where they are numbered, others that came
     * a short while ago get new numbers: whether those that they have were written in time, only the try that wrote them knew.
     *
     * @return how many others there are
     * @throws org.springframework.dao.DataAccessException if not all of them could be stored; some may have been
     */
    int addMissing(Collection<Notification> notifications) {
        if (notifications.isEmpty()) {
            return 0;
        }
        ensureIndexes();
        Map<String, Notification> missing = new LinkedHashMap<>();
        notifications.forEach(notification -> missing.put(notification.id(), notification));
        Collection<String> all = List.copyOf(missing.keySet());
        if (knownAmongTheLast) {
            missing.keySet().removeAll(known(all)); // or each of them would waste a number
        }
        Set<String> added = missing.isEmpty() ? Set.of() : add(missing.values());
        List<String> others = all.stream().filter(id -> !added.contains(id)).toList();
        knownAmongTheLast = !others.isEmpty();
        if (knownAmongTheLast && numbers.isPresent()) {
            numberAgain(numberedLately(others), numbers.get());
        }
        return notifications.size() - added.size();
    }

    private Set<String> add(Collection<Notification> notifications) {
        Optional<ArrivalNumbers.Draw> drawn = numbers.map(each -> each.draw(notifications.size()));
        BulkOperations bulk = bulk();
        for (Notification notification : notifications) {
            Update insertion = insertionOf(notification);
            drawn.ifPresent(
                    draw -> insertion.setOnInsert(ARRIVAL, draw.next()).setOnInsert(NUMBERED_AT, Instant.now()));
            bulk.upsert(byId(notification.id()), insertion);
        }
        BulkWriteResult result = bulk.execute();
        requireAll(notifications.size(), result);
        if (drawn.isPresent() && !drawn.get().isInTime()) {
            numberAgain(notifications.stream().map(Notification::id).toList(), numbers.orElseThrow());
        }
        return result.getUpserts().stream()
                .map(added -> added.getId().asString().getValue())
                .collect(toSet());
    }

    /** Those of these that are there. */
    List<String> known(Collection<String> ids) {
        return idsOf(where("_id").in(ids));
    }

    private List<String> numberedLately(Collection<String> ids) {
        return idsOf(where("_id").in(ids).and(NUMBERED_AT).gt(Instant.now().minus(LATELY)));
    }

    private List<String> idsOf(Criteria criteria) {
        Query query = query(criteria);
        query.fields().include("_id");
        return mongo.find(query, NotificationDocument.class, name).stream()
                .map(NotificationDocument::id)
                .toList();
    }

    /** Until it is done in time: who follows must not miss one. */
    private void numberAgain(Collection<String> ids, ArrivalNumbers from) {
        boolean inTime = ids.isEmpty();
        while (!inTime) {
            ArrivalNumbers.Draw drawn = from.draw(ids.size());
            BulkOperations bulk = bulk();
            ids.forEach(id -> bulk.updateOne(
                    byId(id), Update.update(ARRIVAL, drawn.next()).set(NUMBERED_AT, Instant.now())));
            bulk.execute();
            inTime = drawn.isInTime();
        }
    }

    private BulkOperations bulk() {
        return mongo.bulkOps(BulkMode.UNORDERED, NotificationDocument.class, name);
    }

    /** Those after a number, in the order of their numbers. */
    List<NotificationDocument> arrivedAfter(long number, int limit) {
        return mongo.find(
                query(where(ARRIVAL).gt(number))
                        .with(AS_THEY_ARRIVED)
                        .limit(limit)
                        .cursorBatchSize(limit),
                NotificationDocument.class,
                name);
    }

    /** Those that have one of some numbers. */
    List<NotificationDocument> arrivedAs(Collection<Long> some) {
        return some.isEmpty()
                ? List.of()
                : mongo.find(
                        query(where(ARRIVAL).in(some)).with(AS_THEY_ARRIVED).cursorBatchSize(some.size()),
                        NotificationDocument.class,
                        name);
    }

    /** Newest first; of this customer, or of all where it is null. */
    List<Notification> list(String customer, int skip, int limit) {
        // In one reply: a cursor would not outlive the moment in which a rebuilt collection takes this one's place.
        return find(query(of(customer, new Criteria()))
                .with(NEWEST_FIRST)
                .skip(skip)
                .limit(limit)
                .cursorBatchSize(limit));
    }

    /** Newest first; of this customer, or of all where it is null. */
    List<Notification> listOfOrder(String customer, long orderId) {
        return find(query(of(customer, where("order_id").is(orderId))).with(NEWEST_FIRST));
    }

    private static Criteria of(String customer, Criteria criteria) {
        return customer == null ? criteria : criteria.and(CUSTOMER).is(customer);
    }

    private List<Notification> find(Query query) {
        return mongo.find(query, NotificationDocument.class, name).stream()
                .map(NotificationDocument::toNotification)
                .toList();
    }

    /** They are made at once where they are missing; in a large collection that takes its time. */
    void ensureIndexes() {
        if (!indexed) {
            IndexOperations indexes = mongo.indexOps(name);
            indexes.createIndex(new Index().on("created_at", Direction.DESC).on("_id", Direction.DESC));
            indexes.createIndex(new Index()
                    .on("order_id", Direction.ASC)
                    .on("created_at", Direction.DESC)
                    .on("_id", Direction.DESC));
            indexes.createIndex(new Index()
                    .on(CUSTOMER, Direction.ASC)
                    .on("created_at", Direction.DESC)
                    .on("_id", Direction.DESC)
                    .partial(PartialIndexFilter.of(where(CUSTOMER).exists(true))));
            indexes.createIndex(new Index()
                    .on(ARRIVAL, Direction.ASC)
                    .partial(PartialIndexFilter.of(where(ARRIVAL).exists(true))));
            indexed = true;
        }
    }

    private static Query byId(String id) {
        return query(Criteria.where("_id").is(id));
    }

    /** An upsert that touches nothing if the document is there: what comes again changes nothing. */
    private static Update insertionOf(Notification notification) {
        Update insertion = new Update()
                .setOnInsert("order_id", notification.orderId())
                .setOnInsert("product_id", notification.productId())
                .setOnInsert("status", notification.status())
                .setOnInsert("message", notification.message())
                .setOnInsert("created_at", notification.createdAt());
        return notification.customer() == null ? insertion : insertion.setOnInsert(CUSTOMER, notification.customer());
    }

    /** Counted as found or added: not every server of MongoDB's protocol counts insertions right. */
    private static void requireAll(int expected, BulkWriteResult result) {
        int stored = result.getMatchedCount() + result.getUpserts().size();
        if (stored != expected) {
            throw new IncompleteWriteException(expected, stored);
        }
    }
}
