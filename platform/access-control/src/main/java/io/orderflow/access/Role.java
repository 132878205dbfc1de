package io.orderflow.access;

import java.util.Locale;

/** What the holder of a token may be. Who is an operator may do all that any of the others may. */
public enum Role {
    /** Places orders, and sees and cancels its own. */
    CUSTOMER,
    /** Changes products and their stock. */
    STOCK,
    /** Sees and does everything. */
    OPERATOR;

    /** How tokens name it, e.g. {@code customer}. */
    public String title() {
        return name().toLowerCase(Locale.ROOT);
    }
}
