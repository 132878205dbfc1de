package io.orderflow.eventstore.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What somebody may do that is kept. */
public enum AuditedAction {
    DEAD_LETTER_REDRIVEN,
    DEAD_LETTER_EDITED,
    DEAD_LETTER_DROPPED,
    REBUILD_STARTED,
    CATCH_UP_STARTED,
    PROCESSOR_PAUSED,
    PROCESSOR_RESUMED,
    PRODUCT_ADDED,
    PRODUCT_RENAMED,
    STOCK_SET,
    STOCK_ADJUSTED,
    ORDER_CANCELLED;

    /** How it is kept and shown, e.g. {@code stock_set}. */
    @JsonValue
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
