package io.orderflow.eventstore.transaction;

/** The database would let transactions of this application last for ever. The application does not start. */
final class NoTransactionLimitException extends RuntimeException {

    private final String remedy;

    /** @param remedy what a person is to do */
    NoTransactionLimitException(String reason, String remedy) {
        super(reason);
        this.remedy = remedy;
    }

    String remedy() {
        return remedy;
    }
}
