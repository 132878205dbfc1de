package io.orderflow.relay.deadletter;

import io.orderflow.eventstore.text.PrintableText;
import io.orderflow.relay.publisher.ConfirmingPublisher;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;

/** The dead letters of all queues from which a service takes messages, for its operators. */
final class DeadLetterDesk implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterDesk.class);
    private static final long PAGE_STAYS_OPEN_SECONDS = 30;

    private final List<DeadLetterQueue> queues;
    private final ConfirmingPublisher publisher;
    private final ScheduledExecutorService background =
            Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "dead-letters"));
    private final AtomicBoolean sweeping = new AtomicBoolean();
    private final Future<?> tidying;
    private volatile long pageReadAt;

    /** @param queues one for each queue from which this service parks messages */
    DeadLetterDesk(List<DeadLetterQueue> queues, ConfirmingPublisher publisher) {
        this.queues = List.copyOf(queues);
        this.publisher = publisher;
        this.tidying = background.scheduleWithFixedDelay(
                this::putIdlePagesBack, PAGE_STAYS_OPEN_SECONDS, PAGE_STAYS_OPEN_SECONDS, TimeUnit.SECONDS);
    }

    /** The names of the queues that letters come from. */
    List<String> queueNames() {
        return queues.stream().map(DeadLetterQueue::name).toList();
    }

    /**
     * The letters that are meant, queue by queue, at most so many.
     *
     * @param after the id of the letter after which to begin; null for the first page
     * @throws InvalidFilterException if there is no letter with that id
     */
    DeadLetterPage page(DeadLetterFilter filter, String after, int limit) {
        List<DeadLetterQueue> meant = meant(filter);
        List<DeadLetter> letters = new ArrayList<>();
        long total = 0;
        boolean begun = after == null;
        for (DeadLetterQueue queue : meant) {
            boolean mayBegin =
                    begun || meant.stream().noneMatch(other -> other != queue && other.isOpenAt(filter, after));
            Optional<DeadLetterPage> page = letters.size() < limit && mayBegin
                    ? queue.page(filter, begun ? null : after, limit - letters.size())
                    : Optional.empty();
            total += page.map(DeadLetterPage::total).orElseGet(() -> queue.count(filter));
            page.map(DeadLetterPage::letters).ifPresent(letters::addAll);
            begun = begun || page.isPresent();
        }
        if (!begun) {
            throw new InvalidFilterException("after", "is no dead letter any more; begin again without it");
        }
        pageReadAt = System.nanoTime();
        return new DeadLetterPage(total, letters);
    }

    /** What the first queue has that has anything. */
    <T> Optional<T> first(Function<DeadLetterQueue, Optional<T>> has) {
        return queues.stream().map(has).flatMap(Optional::stream).findFirst();
    }

    /** Whether one of the queues has what is asked for. */
    boolean any(Predicate<DeadLetterQueue> has) {
        return queues.stream().anyMatch(has);
    }

    /**
     * Begins to hand in again, or to give up, all letters that are meant and are there now.
     *
     * @return how many they are; empty if such an operation is not done yet
     */
    OptionalLong sweep(DeadLetterFilter filter, boolean redrives, String operator) {
        if (!sweeping.compareAndSet(false, true)) {
            return OptionalLong.empty();
        }
        boolean begun = false;
        try {
            long letters = 0;
            List<DeadLetterSweep> sweeps = new ArrayList<>();
            for (DeadLetterQueue queue : meant(filter)) {
                long among = queue.count(DeadLetterFilter.ALL);
                letters += queue.count(filter);
                sweeps.add(new DeadLetterSweep(queue, publisher, filter, redrives, among));
            }
            log.info(
                    redrives ? "{} hands in {} dead letters again: {}" : "{} gives up {} dead letters: {}",
                    operator,
                    letters,
                    PrintableText.of(filter.toString()));
            background.execute(() -> run(sweeps, redrives, operator));
            begun = true;
            return OptionalLong.of(letters);
        } finally {
            if (!begun) {
                sweeping.set(false);
            }
        }
    }

    private void run(List<DeadLetterSweep> sweeps, boolean redrives, String operator) {
        long settled = 0;
        try {
            for (DeadLetterSweep sweep : sweeps) {
                settled += sweep.run();
            }
            log.info("{} {} {} dead letters", operator, redrives ? "has handed in again" : "has given up", settled);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            log.warn("Stopped before all dead letters were settled that {} had asked for; the rest stays", operator);
        } finally {
            sweeping.set(false);
        }
    }

    private List<DeadLetterQueue> meant(DeadLetterFilter filter) {
        return queues.stream().filter(queue -> filter.includes(queue.name())).toList();
    }

    private void putIdlePagesBack() {
        if (System.nanoTime() - pageReadAt > TimeUnit.SECONDS.toNanos(PAGE_STAYS_OPEN_SECONDS)) {
            queues.forEach(DeadLetterQueue::putBack);
        }
    }

    @Override
    public void destroy() {
        tidying.cancel(false);
        background.shutdownNow();
        queues.forEach(DeadLetterQueue::putBack);
    }
}
