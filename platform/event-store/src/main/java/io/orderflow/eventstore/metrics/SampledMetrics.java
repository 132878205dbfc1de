package io.orderflow.eventstore.metrics;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.orderflow.eventstore.worker.Worker;
import java.time.Duration;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.dao.DataAccessException;

/**
 * Metrics that have to be asked for, of a database or a broker. They are asked for every five seconds, in a thread of their own:
 * who reads a value gets the latest and waits for nobody, however long those who are asked take.
 *
 * @param <T> what is asked for at once
 */
public abstract class SampledMetrics<T> implements MeterBinder, SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SampledMetrics.class);

    private static final Duration PERIOD = Duration.ofSeconds(5);

    private final String name;
    private volatile Worker worker;
    private volatile T latest;

    /** @param name of the thread, and in the log */
    protected SampledMetrics(String name) {
        this.name = name;
    }

    /**
     * Asks.
     *
     * @throws DataAccessException if that is not possible now
     */
    protected abstract T sample();

    /** The latest sample; empty while there is none. */
    protected final Optional<T> latest() {
        return Optional.ofNullable(latest);
    }

    /** Of the latest sample, this; not a number while there is none. For gauges. */
    protected final double latest(ToDoubleFunction<T> value) {
        T sample = latest;
        return sample == null ? Double.NaN : value.applyAsDouble(sample);
    }

    /** Asks now. */
    public final boolean look() {
        try {
            latest = sample();
        } catch (DataAccessException e) {
            latest = null;
            log.debug("Not measured", e); // whoever needs who was asked says that they are away
        } catch (RuntimeException e) { // the worker says it
            latest = null;
            throw e;
        }
        return false;
    }

    @Override
    public void start() {
        worker = new Worker(name, this::look, PERIOD);
        worker.start();
    }

    @Override
    public void stop() {
        worker.stop();
    }

    @Override
    public boolean isRunning() {
        Worker started = worker;
        return started != null && started.isRunning();
    }
}
