package io.orderflow.ordering.view;

import static io.orderflow.ordering.view.OrderStatus.CANCELLED;
import static io.orderflow.ordering.view.OrderStatus.CONFIRMED;
import static io.orderflow.ordering.view.OrderStatus.PENDING;
import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.ordering.OrderDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** Lists of eight orders: every second one is of product 2 alone, every third is cancelled; two were placed at once. */
@SpringBootTest(classes = OrderSearchTest.Views.class, webEnvironment = WebEnvironment.NONE)
class OrderSearchTest {

    private static final Instant NOON = Instant.parse("2026-07-01T12:00:00Z");

    @RegisterExtension
    private static final OrderDatabase database = OrderDatabase.latest();

    @ImportAutoConfiguration({DataSourceAutoConfiguration.class, HibernateJpaAutoConfiguration.class})
    @EntityScan(basePackageClasses = OrderView.class)
    @Import(OrderSearch.class)
    static class Views {}

    private final JdbcTemplate jdbc = new JdbcTemplate(database.dataSource());

    @Autowired
    private OrderSearch search;

    @DynamicPropertySource
    static void database(DynamicPropertyRegistry properties) {
        properties.add("spring.datasource.url", database::address);
        properties.add("spring.datasource.username", () -> "postgres");
        properties.add("spring.datasource.password", () -> "postgres");
    }

    @BeforeEach
    void fill() {
        jdbc.execute("TRUNCATE order_view, order_view_line");
        order(1, 0, CONFIRMED, 1, 2);
        order(2, 60, CONFIRMED, 2);
        order(3, 180, CANCELLED, 1, 2);
        order(4, 120, CONFIRMED, 2); // was asked for before, and placed after, the one before it
        order(5, 240, CONFIRMED, 1);
        order(6, 240, CANCELLED, 2);
        order(7, 300, CONFIRMED, 1, 2);
        order(8, 360, PENDING, 2);
        jdbc.execute(
                "UPDATE order_view SET customer = CASE WHEN id IN (1, 3, 4, 6, 7) THEN 'anna' ELSE 'ben' END WHERE id < 8");
    }

    @Test
    void allAreListedByTheirIdsWithAllOfTheirLines() {
        assertThat(ids(all())).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(search.page(all(), null, 0, 1).get(0).lines())
                .extracting(OrderView.Line::productId)
                .containsExactly(1L, 2L);
    }

    @Test
    void thoseOfAStatusOrAProductAreListedByTheirIds() {
        assertThat(ids(new OrderFilter(null, CANCELLED, null, null, null))).containsExactly(3L, 6L);
        assertThat(ids(new OrderFilter(null, null, 1L, null, null))).containsExactly(1L, 3L, 5L, 7L);
        assertThat(ids(new OrderFilter(null, CONFIRMED, 2L, null, null))).containsExactly(1L, 2L, 4L, 7L);
        assertThat(ids(new OrderFilter(null, null, 3L, null, null))).isEmpty();
    }

    @Test
    void thoseOfATimeAreListedAsTheyWereAskedFor_fromTheFirstTimeOn_andNotAtTheLast() {
        assertThat(ids(new OrderFilter(null, null, null, NOON.plusSeconds(60), NOON.plusSeconds(300))))
                .containsExactly(2L, 4L, 3L, 5L, 6L);
        assertThat(ids(new OrderFilter(null, null, null, NOON.plusSeconds(240), null)))
                .containsExactly(5L, 6L, 7L, 8L);
        assertThat(ids(new OrderFilter(null, null, null, null, NOON.plusSeconds(120))))
                .containsExactly(1L, 2L);
        assertThat(ids(new OrderFilter(null, CONFIRMED, null, NOON.plusSeconds(60), NOON.plusSeconds(300))))
                .containsExactly(2L, 4L, 5L);
        assertThat(ids(new OrderFilter(null, null, 1L, NOON.plusSeconds(60), null)))
                .containsExactly(3L, 5L, 7L);
        assertThat(ids(new OrderFilter(null, CONFIRMED, 1L, NOON.plusSeconds(60), null)))
                .containsExactly(5L, 7L);
    }

    @Test
    void thoseOfACustomerAreListedWhateverElseIsAskedFor() {
        assertThat(ids(new OrderFilter("anna", null, null, null, null))).containsExactly(1L, 3L, 4L, 6L, 7L);
        assertThat(ids(new OrderFilter("ben", null, null, null, null))).containsExactly(2L, 5L);
        assertThat(ids(new OrderFilter("carl", null, null, null, null))).isEmpty();
        assertThat(ids(new OrderFilter("anna", CANCELLED, null, null, null))).containsExactly(3L, 6L);
        assertThat(ids(new OrderFilter("anna", null, 1L, null, null))).containsExactly(1L, 3L, 7L);
        assertThat(ids(new OrderFilter("anna", null, null, NOON.plusSeconds(60), NOON.plusSeconds(300))))
                .containsExactly(4L, 3L, 6L);
        assertThat(search.page(new OrderFilter("anna", null, null, NOON, null), 2L, 0, 10))
                .isEmpty();
    }

    @Test
    void aTimeMayBeAnyTimeThatThereIs() {
        assertThat(ids(new OrderFilter(null, null, null, Instant.MIN, Instant.MAX)))
                .hasSize(8);
        assertThat(ids(new OrderFilter(null, null, null, Instant.MAX, Instant.MIN)))
                .isEmpty();
    }

    static Stream<OrderFilter> lists() {
        return Stream.of(
                all(),
                new OrderFilter(null, CONFIRMED, null, null, null),
                new OrderFilter(null, null, 2L, null, null),
                new OrderFilter(null, CONFIRMED, 2L, null, null),
                new OrderFilter(null, null, null, NOON.plusSeconds(60), null),
                new OrderFilter(null, CONFIRMED, null, null, NOON.plusSeconds(300)),
                new OrderFilter(null, null, 1L, NOON, NOON.plusSeconds(300)),
                new OrderFilter(null, CONFIRMED, 1L, NOON, null),
                new OrderFilter("anna", null, null, null, null),
                new OrderFilter("anna", CONFIRMED, 1L, null, null),
                new OrderFilter("anna", null, null, NOON, null));
    }

    @ParameterizedTest
    @MethodSource("lists")
    void pagesThatFollowEachOtherMakeTheList(OrderFilter filter) {
        List<Long> whole = ids(filter);

        assertThat(inPagesOf(1, filter)).isEqualTo(whole);
        assertThat(inPagesOf(2, filter)).isEqualTo(whole);
        assertThat(search.page(filter, null, 1, 2))
                .extracting(OrderView::id)
                .isEqualTo(whole.subList(1, Math.min(3, whole.size())));
        assertThat(search.count(filter)).isEqualTo(whole.size());
    }

    @Test
    void aPageMayBeginAfterAnOrderThatIsNotInTheList() {
        assertThat(idsAfter(2, new OrderFilter(null, CANCELLED, null, null, null)))
                .containsExactly(3L, 6L);
        assertThat(idsAfter(4, new OrderFilter(null, null, 1L, null, null))).containsExactly(5L, 7L);
        assertThat(idsAfter(4, new OrderFilter(null, null, 1L, NOON, null))).containsExactly(3L, 5L, 7L);
        assertThat(idsAfter(1, new OrderFilter(null, null, null, NOON.plusSeconds(300), null)))
                .containsExactly(7L, 8L);
    }

    @Test
    void nothingFollowsAnOrderThatIsNotThere() {
        assertThat(idsAfter(9, all())).isEmpty();
        assertThat(idsAfter(9, new OrderFilter(null, null, null, NOON, null))).isEmpty();
    }

    private static OrderFilter all() {
        return new OrderFilter(null, null, null, null, null);
    }

    private List<Long> ids(OrderFilter filter) {
        return search.page(filter, null, 0, 100).stream().map(OrderView::id).toList();
    }

    private List<Long> idsAfter(long order, OrderFilter filter) {
        return search.page(filter, order, 0, 100).stream().map(OrderView::id).toList();
    }

    private List<Long> inPagesOf(int limit, OrderFilter filter) {
        List<Long> ids = new ArrayList<>();
        List<OrderView> page = search.page(filter, null, 0, limit);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(limit);
            page.forEach(order -> ids.add(order.id()));
            page = search.page(filter, ids.get(ids.size() - 1), 0, limit);
        }
        return ids;
    }

    private void order(long id, int secondsAfterNoon, OrderStatus status, long... products) {
        jdbc.update(
                "INSERT INTO order_view (id, version, status, total_price, created_at) VALUES (?, 0, ?, 1, ?)",
                id,
                status.name(),
                Timestamp.from(NOON.plusSeconds(secondsAfterNoon)));
        LongStream.range(0, products.length)
                .forEach(position -> jdbc.update(
                        "INSERT INTO order_view_line VALUES (?, ?, ?, 1, 1)", id, position, products[(int) position]));
    }
}
