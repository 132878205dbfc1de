package io.orderflow.ordering.order;

/** Why orders are cancelled, in the words that their customers read, where inventory did not refuse them in its own. */
public final class CancellationReason {

    public static final String BY_CUSTOMER = "cancelled by the customer";
    public static final String BY_OPERATOR = "cancelled by an operator";

    /** How the reason begins of an order of which inventory did not answer. */
    public static final String NO_ANSWER = "inventory did not answer within ";

    private CancellationReason() {}

    /** Inventory had so long for its answer. */
    public static String noAnswerWithin(long seconds) {
        return NO_ANSWER + seconds + " s";
    }
}
