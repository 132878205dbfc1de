package io.orderflow.inventory;

import static io.orderflow.inventory.product.ExpectedVersions.ANY;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.orderflow.eventstore.audit.AuditTrail;
import io.orderflow.inventory.change.KeyReusedException;
import io.orderflow.inventory.change.ProductChanges;
import io.orderflow.inventory.product.AddProduct;
import io.orderflow.inventory.product.AdjustStock;
import io.orderflow.inventory.product.ExpectedVersions;
import io.orderflow.inventory.product.InsufficientStockException;
import io.orderflow.inventory.product.ProductId;
import io.orderflow.inventory.product.ProductState;
import io.orderflow.inventory.product.SetStock;
import io.orderflow.inventory.product.UnexpectedVersionException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Two instances change the same products, each of which keeps in memory what it has seen of them last. */
class ChangingTogetherTest {

    private static final String CLERK = "clara";
    private static final AtomicLong NUMBERS = new AtomicLong(1000);

    private static EmbeddedPostgres postgres;
    private static ConfigurableApplicationContext one;
    private static ConfigurableApplicationContext other;

    private final ProductId piano = new ProductId(NUMBERS.incrementAndGet());

    @BeforeAll
    static void start() throws IOException {
        postgres = EmbeddedPostgres.start();
        one = instance();
        other = instance();
    }

    @AfterAll
    static void stop() throws IOException {
        one.close();
        other.close();
        postgres.close();
    }

    private static ConfigurableApplicationContext instance() {
        return new SpringApplicationBuilder(InventoryCommandApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
                        "--spring.datasource.username=postgres",
                        "--spring.rabbitmq.port=1"); // no broker: events wait, and all else goes on
    }

    @BeforeEach
    void tenPianos_whichBothHaveSeen() {
        one.getBean(CommandGateway.class).sendAndWait(new AddProduct(piano, "Piano", 10));
        assertThat(at(other).make(adjustment(1), CLERK).stock()).isEqualTo(11);
        assertThat(at(one).make(adjustment(-1), CLERK).stock()).isEqualTo(10);
    }

    @Test
    void givenAChangeByOne_whenTheOtherChangesThatVersion_thenItIsNotTakenForAnother() {
        ProductState seen = at(one).make(new SetStock(piano, 5, ANY), CLERK);

        assertThat(at(other)
                        .make(new SetStock(piano, 6, ExpectedVersions.of(Set.of(seen.version()))), CLERK)
                        .stock())
                .isEqualTo(6);
    }

    @Test
    void givenAChangeByOne_whenTheOtherChangesTheVersionBefore_thenItIsRefused() {
        ProductState seen = at(other).make(new SetStock(piano, 5, ANY), CLERK);
        at(one).make(adjustment(1), CLERK);

        assertThatThrownBy(() ->
                        at(other).make(new SetStock(piano, 6, ExpectedVersions.of(Set.of(seen.version()))), CLERK))
                .isInstanceOf(UnexpectedVersionException.class);
    }

    @Test
    void givenMoreByOne_whenTheOtherTakesThem_thenTheyAreThere() {
        at(one).make(adjustment(90), CLERK);

        assertThat(at(other).make(adjustment(-100), CLERK).stock()).isZero();
    }

    @RepeatedTest(5)
    void givenManyAdjustmentsAtBoth_thenEachThatWasAnsweredCountsOnce() {
        List<CompletableFuture<Boolean>> adjustments = Stream.of(one, other, one, other, one, other, one, other)
                .map(instance -> CompletableFuture.supplyAsync(() -> isAdjusted(at(instance))))
                .toList();
        long made = adjustments.stream().filter(CompletableFuture::join).count();

        assertThat(at(one).make(adjustment(1), CLERK).stock()).isEqualTo(10 + made + 1);
    }

    @Test
    void givenAChangeThatIsRefused_thenNobodyMadeIt() {
        assertThatThrownBy(() -> at(one).make(adjustment(-11), CLERK)).isInstanceOf(InsufficientStockException.class);

        assertThat(activity()).containsExactly("stock_adjusted -1: counted", "stock_adjusted +1: counted");
    }

    /** What was done to the piano, the newest first. */
    private List<String> activity() {
        return one.getBean(AuditTrail.class).page(null, 1_000).stream()
                .filter(entry -> entry.target().equals("products/" + piano.number()))
                .filter(entry -> entry.who().equals(CLERK))
                .map(entry -> entry.action().title() + " " + entry.detail())
                .toList();
    }

    private boolean isAdjusted(ProductChanges instance) {
        try {
            instance.make(adjustment(1), CLERK);
            return true;
        } catch (ConcurrencyException e) {
            return false; // and the client is told to try again
        }
    }

    @RepeatedTest(5)
    void givenAKey_whenBothGetItAtOnce_thenOneAdjustsAndAllGetItsAnswer() {
        String key = "at once " + piano;
        List<CompletableFuture<ProductState>> answers = Stream.of(one, other, one, other)
                .map(instance ->
                        CompletableFuture.supplyAsync(() -> at(instance).makeOnce(adjustment(-3), key, CLERK)))
                .toList();

        assertThat(answers.stream().map(CompletableFuture::join).collect(toSet()))
                .singleElement()
                .extracting(ProductState::stock)
                .isEqualTo(7L);
        assertThat(at(other).make(adjustment(1), CLERK).stock()).isEqualTo(8);
    }

    @Test
    void givenAKeyThatWasUsed_whenItComesAgainLater_thenTheAnswerIsTheSame_alsoFromTheOther() {
        ProductState first = at(one).makeOnce(adjustment(-3), "again " + piano, CLERK);
        at(other).make(new SetStock(piano, 100, ANY), CLERK);

        assertThat(at(one).makeOnce(adjustment(-3), "again " + piano, CLERK)).isEqualTo(first);
        assertThat(at(other).makeOnce(adjustment(-3), "again " + piano, CLERK)).isEqualTo(first);
        assertThat(activity()).startsWith("stock_set 100", "stock_adjusted -3: counted", "stock_adjusted -1: counted");
        assertThat(at(one).make(adjustment(1), CLERK).stock()).isEqualTo(101);
    }

    @Test
    void givenAKeyOfAChangeOfAVersion_whenItComesAgain_thenTheVersionThatItHasEndedItselfIsNotMissed() {
        ProductState seen = at(one).make(adjustment(1), CLERK);
        AdjustStock command = new AdjustStock(piano, -3, "counted", ExpectedVersions.of(Set.of(seen.version())));
        ProductState first = at(one).makeOnce(command, "version " + piano, CLERK);

        assertThat(at(other).makeOnce(command, "version " + piano, CLERK)).isEqualTo(first);
    }

    @Test
    void givenAKeyThatWasUsed_whenItComesWithAnotherAdjustment_thenRefused() {
        String key = "other " + piano;
        at(one).makeOnce(adjustment(-3), key, CLERK);

        assertThatThrownBy(() -> at(other).makeOnce(adjustment(-4), key, CLERK)).isInstanceOf(KeyReusedException.class);
        assertThatThrownBy(() -> at(one).makeOnce(new AdjustStock(piano, -3, "stolen", ANY), key, CLERK))
                .isInstanceOf(KeyReusedException.class);
        assertThatThrownBy(() -> at(one).makeOnce(new AdjustStock(new ProductId(1), -3, "counted", ANY), key, CLERK))
                .isInstanceOf(KeyReusedException.class);
    }

    @Test
    void givenARefusedAdjustment_whenItsKeyComesAgain_thenItIsFree() {
        String key = "refused " + piano;
        assertThatThrownBy(() -> at(one).makeOnce(adjustment(-11), key, CLERK))
                .isInstanceOf(InsufficientStockException.class);
        at(other).make(adjustment(1), CLERK);

        assertThat(at(one).makeOnce(adjustment(-11), key, CLERK).stock()).isZero();
    }

    private static ProductChanges at(ConfigurableApplicationContext instance) {
        return instance.getBean(ProductChanges.class);
    }

    private AdjustStock adjustment(long by) {
        return new AdjustStock(piano, by, "counted", ANY);
    }
}
