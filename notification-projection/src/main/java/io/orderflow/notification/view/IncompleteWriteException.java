package io.orderflow.notification.view;

import org.springframework.dao.DataAccessResourceFailureException;

/** MongoDB reported no error, but has not stored all that it was given. */
final class IncompleteWriteException extends DataAccessResourceFailureException {

    IncompleteWriteException(int expected, int stored) {
        super("Only %s of %s notifications are stored".formatted(stored, expected));
    }
}
