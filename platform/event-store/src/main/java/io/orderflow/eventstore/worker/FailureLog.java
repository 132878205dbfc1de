package io.orderflow.eventstore.worker;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.springframework.dao.DataAccessException;

/**
 * Logs what is tried again and again: a failure the first time, then once a minute how often it has come, and that it is over.
 * What a database or a broker says is a sentence; a stack trace is logged with what nobody has foreseen. For one thread.
 */
public final class FailureLog {

    private static final long EVERY = Duration.ofMinutes(1).toNanos();

    private final Logger log;
    private final String what;
    private final LongSupplier nanos;
    private Class<?> failing;
    private long logged;
    private int times;

    /** @param what does not succeed, as the beginning of a sentence */
    public FailureLog(Logger log, String what) {
        this(log, what, System::nanoTime);
    }

    FailureLog(Logger log, String what, LongSupplier nanos) {
        this.log = log;
        this.what = what;
        this.nanos = nanos;
    }

    /** It did not succeed, and is going to be tried again. */
    public void failed(Throwable failure) {
        Throwable cause = innermost(failure);
        times++;
        if (failing != cause.getClass()) {
            failing = cause.getClass();
            logged = nanos.getAsLong();
            if (isForeseen(failure)) {
                log.warn("{}, and is tried again: {}", what, sentence(failure));
            } else {
                log.warn("{}, and is tried again: {}", what, sentence(failure), failure);
            }
        } else if (nanos.getAsLong() - logged >= EVERY) {
            logged = nanos.getAsLong();
            log.warn("{}, and has been tried {} times: {}", what, times, sentence(failure));
        } else {
            log.debug("{}, and is tried again", what, failure);
        }
    }

    /** It has succeeded. */
    public void succeeded() {
        if (times > 0) {
            log.info("{} no more, after {} times", what, times);
            failing = null;
            times = 0;
        }
    }

    /** What a failure says, and what it was caused by, in a line. */
    public static String sentence(Throwable failure) {
        Throwable cause = innermost(failure);
        String said = String.valueOf(failure.getMessage());
        String because = Objects.toString(cause.getMessage(), cause.getClass().getSimpleName());
        return (said.contains(because) ? said : said + ": " + because).replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    /** Whether it was foreseen, or comes from a server or the network: where in the program it was met says nothing then. */
    public static boolean isForeseen(Throwable failure) {
        return causes(failure)
                .anyMatch(cause -> cause instanceof SQLException
                        || cause instanceof IOException
                        || cause instanceof TimeoutException
                        || cause instanceof DataAccessException
                        || cause.getClass().getName().startsWith("io.orderflow.")
                        || cause.getClass().getName().startsWith("org.springframework.amqp."));
    }

    private static Throwable innermost(Throwable failure) {
        return causes(failure).reduce(failure, (outer, inner) -> inner);
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(50);
    }
}
