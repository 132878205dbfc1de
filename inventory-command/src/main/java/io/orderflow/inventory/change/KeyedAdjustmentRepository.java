package io.orderflow.inventory.change;

import io.orderflow.inventory.product.ProductState;
import java.util.Optional;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Which adjustment each {@code Idempotency-Key} stands for. */
@Component
class KeyedAdjustmentRepository {

    private static final RowMapper<KeyedAdjustment> ROW = (row, number) -> new KeyedAdjustment(
            row.getString("key"),
            row.getLong("product_id"),
            row.getLong("by"),
            row.getString("reason"),
            new ProductState(
                    row.getLong("product_id"), row.getString("name"), row.getLong("stock"), row.getLong("version")));

    private final JdbcClient jdbc;

    KeyedAdjustmentRepository(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    Optional<KeyedAdjustment> find(String key) {
        return jdbc.sql("SELECT * FROM idempotency_key WHERE key = ?")
                .param(key)
                .query(ROW)
                .optional();
    }

    /** @throws org.springframework.dao.DuplicateKeyException if another transaction has given the key away, as soon as it has committed */
    void add(KeyedAdjustment adjustment) {
        jdbc.sql("INSERT INTO idempotency_key (key, product_id, by, reason, name, stock, version)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)")
                .params(
                        adjustment.key(),
                        adjustment.productId(),
                        adjustment.by(),
                        adjustment.reason(),
                        adjustment.answer().name(),
                        adjustment.answer().stock(),
                        adjustment.answer().version())
                .update();
    }
}
