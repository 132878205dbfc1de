package io.orderflow.rest.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Over real connections. The changes are numbers; a client may want even ones alone. */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.import=classpath:rest-support.yml", "spring.application.name=numbers"})
class LiveStreamTest {

    private static final int MOST = 1_000;
    private static final int SMALL_BUFFER = 4_096;
    private static final int USUAL_BUFFER = 65_536;
    private static final AtomicLong NANO_TIME = new AtomicLong();

    @SpringBootApplication
    static class Application {

        @Bean
        LiveStream<Long> numbers() {
            return new LiveStream<>(MOST, 10_000_000, NANO_TIME::get);
        }

        @RestController
        static class Numbers {

            private final LiveStream<Long> stream;

            Numbers(LiveStream<Long> stream) {
                this.stream = stream;
            }

            @GetMapping("/numbers")
            void numbers(
                    @RequestParam(name = "even", defaultValue = "false") boolean even,
                    @RequestParam(name = "until", defaultValue = "9999-12-31T00:00:00Z") Instant until,
                    HttpServletRequest request,
                    HttpServletResponse response)
                    throws IOException {
                stream.open(request, response, until, number -> !even || number % 2 == 0);
            }
        }
    }

    @LocalServerPort
    private int port;

    @Autowired
    private LiveStream<Long> stream;

    @BeforeEach
    void begin() {
        stream.start();
        stream.restart(100);
        stream.beat();
    }

    @AfterEach
    void end() {
        stream.stop();
        await().until(() -> stream.clients() == 0);
    }

    @Test
    void whoComesFirstGetsWhatChangesFromThenOn() throws IOException {
        change(101);
        try (Client client = new Client("/numbers")) {
            assertThat(client.header("Content-Type")).startsWith("text/event-stream");
            assertThat(client.header("Cache-Control")).isEqualTo("no-store");
            client.joined("101");

            change(102);
            change(103);

            assertThat(client.next()).isEqualTo("id: 102\ndata: {\"n\":102}\n");
            assertThat(client.next()).isEqualTo("id: 103\ndata: {\"n\":103}\n");
        }
    }

    @Test
    void whoWantsSomeGetsThose() throws IOException {
        try (Client even = new Client("/numbers?even=true");
                Client all = new Client("/numbers")) {
            even.joined("100");
            all.joined("100");

            change(101);
            change(102);

            assertThat(even.next()).startsWith("id: 102\n");
            assertThat(all.next()).startsWith("id: 101\n");
            assertThat(all.next()).startsWith("id: 102\n");
        }
    }

    @Test
    void whoComesBackGetsWhatHeLacks_alsoWhatHasFilledAGap() throws IOException {
        change(101);
        change(103, 103, 102);
        change(102, 103);
        change(104);
        try (Client client = new Client("/numbers", "103-102")) {
            client.connected();
            assertThat(client.next()).startsWith("id: 103\ndata: {\"n\":102}");
            assertThat(client.next()).startsWith("id: 104\n");
        }
    }

    @Test
    void whoWasAtAnInstanceThatIsAheadGetsNothingTwice() throws IOException {
        change(101);
        try (Client client = new Client("/numbers", "103")) {
            client.connected();
            change(102);
            change(103);
            change(104);
            assertThat(client.next()).startsWith("id: 104\n");
        }
    }

    @Test
    void whoComesBackFromBeforeWhatIsKeptIsToldToReload_andGetsWhatFollows() throws IOException {
        for (int place = 101; place <= 102 + MOST; place++) {
            change(place);
        }
        for (String old : List.of("99", "101", "1000-101", "no id", "999999999")) {
            try (Client client = new Client("/numbers", old)) {
                client.connected();
                assertThat(client.next()).as(old).isEqualTo("event: reload\ndata:\nid: 1102\n");
            }
        }
        try (Client client = new Client("/numbers", "102")) {
            client.connected();
            assertThat(client.next()).startsWith("id: 103\n");
        }
    }

    @Test
    void whoGetsNothingForLongGetsASignOfLife_thatSaysHowFarItIs() throws IOException {
        try (Client client = new Client("/numbers?even=true")) {
            client.joined("100");
            change(101);
            stream.beat();
            NANO_TIME.addAndGet(Duration.ofSeconds(15).toNanos());

            stream.beat();

            assertThat(client.next()).isEqualTo(":\nid: 101\n");
            change(102);
            assertThat(client.next()).startsWith("id: 102\n");
        }
    }

    @Test
    void whoMayHaveNoMoreIsDisconnectedWithTheNextSignOfLife() throws IOException {
        try (Client ended = new Client("/numbers?until=" + Instant.now());
                Client other = new Client("/numbers")) {
            ended.joined("100");
            other.joined("100");
            NANO_TIME.addAndGet(Duration.ofSeconds(15).toNanos());

            stream.beat();

            assertThat(ended.isOpen()).isFalse();
            assertThat(other.isOpen()).isTrue();
        }
    }

    @Test
    void whoTakesNothingHoldsUpNobody_andIsDisconnectedWhenItsChangesAreNoLongerKept() throws IOException {
        try (Client slow = new Client(SMALL_BUFFER, "/numbers");
                Client quick = new Client("/numbers")) {
            slow.joined("100");
            quick.joined("100");

            int place = 100;
            while (stream.clients() == 2) {
                place++;
                stream.add(place, position(place), (long) place, "\"" + "x".repeat(10_000) + "\"");
                stream.send();
                assertThat(quick.next()).startsWith("id: " + place + "\n");
            }

            assertThat(quick.isOpen()).isTrue();
            String last = slow.lastIdUntilItEnds();
            assertThat(Long.parseLong(last)).isBetween(101L, (long) place);
        }
    }

    @Test
    void whoHasGoneIsForgotten() throws IOException {
        try (Client client = new Client("/numbers")) {
            client.joined("100");
        }
        AtomicLong place = new AtomicLong(100);
        await().until(() -> {
            change(place.incrementAndGet());
            return stream.clients() == 0;
        });
    }

    @Test
    void whenTheServiceStopsTheConnectionsEnd() throws IOException {
        try (Client client = new Client("/numbers")) {
            client.joined("100");

            stream.stop();

            assertThat(client.isOpen()).isFalse();
        }
        try (Client late = new Client("/numbers")) {
            assertThat(late.isOpen()).isFalse();
        }
    }

    @Test
    void whenWhatWasReadIsNoLongerTrueClientsComeBackAndReload() throws Exception {
        List<Long> outdatedAt = new ArrayList<>();
        LiveStreamReader<Long> reader = new LiveStreamReader<>(stream, new LiveStreamReader.Source<>() {

            private long begun = 100;

            @Override
            public long begin() {
                return begun;
            }

            @Override
            public boolean isOutdated() {
                if (outdatedAt.isEmpty()) {
                    return false;
                }
                begun = outdatedAt.remove(0);
                return true;
            }

            @Override
            public boolean readInto(LiveStream<Long> into) {
                return false;
            }
        });
        try (Client client = new Client("/numbers")) {
            stream.awaitClients();
            reader.run();
            client.joined("100");

            outdatedAt.add(200L);
            reader.run();

            assertThat(client.isOpen()).isFalse();
        }
        try (Client again = new Client("/numbers", "100")) {
            again.connected();
            reader.run();
            assertThat(again.next()).isEqualTo("event: reload\ndata:\nid: 200\n");
        }
    }

    @Test
    void whenReadingFailsClientsGoOnWhereTheyWere() throws Exception {
        List<Long> places = new ArrayList<>(List.of(101L));
        LiveStreamReader<Long> reader = new LiveStreamReader<>(stream, new LiveStreamReader.Source<>() {

            private int read;

            @Override
            public long begin() {
                read = 0;
                return 100;
            }

            @Override
            public boolean isOutdated() {
                return false;
            }

            @Override
            public boolean readInto(LiveStream<Long> into) {
                if (places.contains(null)) {
                    throw new IllegalStateException("away");
                }
                for (; read < places.size(); read++) {
                    long place = places.get(read);
                    into.add(place, position(place), place, "{}");
                }
                return false;
            }
        });
        try (Client client = new Client("/numbers")) {
            stream.awaitClients();
            reader.run();
            client.joined("101");
            places.add(102L);
            reader.run();
            assertThat(client.next()).startsWith("id: 102\n");

            places.add(null);
            assertThatThrownBy(reader::run).isInstanceOf(IllegalStateException.class);
            places.remove(null);
            places.add(103L);
            reader.run();

            assertThat(client.isOpen()).isFalse();
        }
        try (Client again = new Client("/numbers", "102")) {
            again.connected();
            reader.run();
            assertThat(again.next()).startsWith("id: 103\n");
        }
    }

    @Test
    void aReaderMayRestOnceNobodyHasWatchedForAWhile() throws Exception {
        NANO_TIME.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(stream.isWatched()).isFalse();
        try (Client client = new Client("/numbers")) {
            stream.awaitClients();
            assertThat(stream.isWatched()).isTrue();
            client.connected();
        }
        end();
        assertThat(stream.isWatched()).as("as a client may come back").isTrue();
        NANO_TIME.addAndGet(Duration.ofMinutes(1).toNanos());
        assertThat(stream.isWatched()).isFalse();
    }

    private void change(long place) {
        change(place, place);
    }

    private void change(long place, long reached, long... gaps) {
        stream.add(place, position(reached, gaps), place, "{\"n\":" + place + "}");
        stream.send();
    }

    private static StreamPosition position(long reached, long... gaps) {
        SortedSet<Long> set = new TreeSet<>();
        for (long gap : gaps) {
            set.add(gap);
        }
        return new StreamPosition(reached, set);
    }

    /** By HTTP/1.0, so that what follows the head is what was written. */
    private final class Client implements AutoCloseable {

        private final Socket socket = new Socket();
        private final BufferedReader in;
        private final String head;

        Client(String path, String... lastEventId) throws IOException {
            this(USUAL_BUFFER, path, lastEventId);
        }

        Client(int receiveBuffer, String path, String... lastEventId) throws IOException {
            socket.setReceiveBufferSize(receiveBuffer);
            socket.setSoTimeout(30_000);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            String header = lastEventId.length == 0 ? "" : "Last-Event-ID: " + lastEventId[0] + "\r\n";
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n" + header + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            head = next();
            assertThat(head).startsWith("HTTP/1.1 200");
        }

        String header(String name) {
            return head.lines()
                    .filter(line -> line.startsWith(name + ": "))
                    .findFirst()
                    .map(line -> line.substring(name.length() + 2))
                    .orElse("");
        }

        /** The lines until the next empty one. */
        String next() throws IOException {
            StringBuilder lines = new StringBuilder();
            String line = in.readLine();
            while (line != null && !line.isEmpty()) {
                lines.append(line).append('\n');
                line = in.readLine();
            }
            return lines.toString();
        }

        void connected() throws IOException {
            assertThat(next()).isEqualTo(":\n");
            stream.send();
        }

        void joined(String id) throws IOException {
            connected();
            assertThat(next()).isEqualTo("id: " + id + "\n");
        }

        boolean isOpen() throws IOException {
            stream.send();
            socket.setSoTimeout(500);
            try {
                return in.read() != -1;
            } catch (java.net.SocketTimeoutException e) {
                return true;
            }
        }

        String lastIdUntilItEnds() throws IOException {
            String last = "";
            String event = next();
            while (!event.isEmpty()) {
                if (event.startsWith("id: ") && event.contains("data: \"") && event.endsWith("\"\n")) {
                    last = event.substring("id: ".length(), event.indexOf('\n'));
                }
                event = next();
            }
            return last;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
