package io.orderflow.rest;

import static org.assertj.core.api.Assertions.assertThat;

import io.orderflow.rest.sample.SampleApplication;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Whatever a client sends, it learns what is wrong with it, and it is never the service's fault. */
@SpringBootTest(
        classes = SampleApplication.class,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"spring.config.import=classpath:rest-support.yml", "spring.application.name=sample"})
@ExtendWith(OutputCaptureExtension.class)
class BadRequestTest {

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void connect() {
        http = new Http(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "two laptops",
                "{\"piece_count\": 1",
                "{\"piece_count\": }",
                "{'piece_count': 1}",
                "{\"piece_count\": 1,}",
                "{\"piece_count\": 01}",
                "{\"piece_count\": NaN}",
                "{\"piece_count\": Infinity}",
                "{\"piece_count\": -Infinity}",
                "{\"piece_count\": +1}",
                "{\"piece_count\": .5}",
                "{\"piece_count\": 5.}",
                "{\"piece_count\": 0x1}",
                "{\"piece_count\": 1 /* or so */}",
                "{\"name\": \"a\nb\"}",
                "{\"name\": \"\\x\"}",
                "{piece_count: 1}",
                "NaN",
                "-Infinity",
                "nul",
                "<thing/>",
                "\u0000"
            })
    void whatIsNotJson(String body) {
        http.postJson("/things", body).isProblem(400, "The body is not JSON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n", "null"})
    void noBody(String body) {
        http.postJson("/things", body).isProblem(400, "The request has no body; send JSON");
    }

    @Test
    void theSameFieldTwice() {
        http.postJson("/things", "{\"piece_count\": 1, \"piece_count\": 2}").isProblem(400, "piece_count");
    }

    @ParameterizedTest
    @ValueSource(strings = {" {}", " 1", " garbage", "]", ", {}"})
    void somethingBehindTheBody(String more) {
        http.postJson("/things", "{\"piece_count\": 1}" + more).isProblem(400, "The body is not JSON");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                            | body                   ",
                "[{\"piece_count\": 1}]                        | body                   ",
                "\"thing\"                                     | body                   ",
                "7                                             | body                   ",
                "1e400000000                                   | body                   ",
                "\"\"                                          | body                   ",
                "[[]]                                          | body                   ",
                "true                                          | body                   ",
                "{}                                            | piece_count            ",
                "{\"piece_count\": null}                       | piece_count            ",
                "{\"piece_count\": 0}                          | piece_count            ",
                "{\"piece_count\": -5}                         | piece_count            ",
                "{\"piece_count\": \"1\"}                      | piece_count            ",
                "{\"piece_count\": \"\"}                       | piece_count            ",
                "{\"piece_count\": 1.0}                        | piece_count            ",
                "{\"piece_count\": 1.5}                        | piece_count            ",
                "{\"piece_count\": true}                       | piece_count            ",
                "{\"piece_count\": []}                         | piece_count            ",
                "{\"piece_count\": [1]}                        | piece_count            ",
                "{\"piece_count\": {}}                         | piece_count            ",
                "{\"piece_count\": 2147483648}                 | piece_count            ",
                "{\"piece_count\": 99999999999999999999}       | piece_count            ",
                "{\"piece_count\": 1e1000000000}               | piece_count            ",
                "{\"piece_count\": 1, \"serial_no\": 9223372036854775808} | serial_no    ",
                "{\"piece_count\": 1, \"serial_no\": 1e1000000000}        | serial_no    ",
                "{\"piece_count\": 1, \"serial_no\": \"7\"}    | serial_no              ",
                "{\"piece_count\": 1, \"unit_price\": \"7\"}   | unit_price             ",
                "{\"piece_count\": 1, \"unit_price\": \"\"}    | unit_price             ",
                "{\"piece_count\": 1, \"unit_price\": true}    | unit_price             ",
                "{\"piece_count\": 1, \"unit_price\": {}}      | unit_price             ",
                "{\"piece_count\": 1, \"name\": 7}             | name                   ",
                "{\"piece_count\": 1, \"name\": true}          | name                   ",
                "{\"piece_count\": 1, \"name\": 1.5}           | name                   ",
                "{\"piece_count\": 1, \"name\": []}            | name                   ",
                "{\"piece_count\": 1, \"name\": {}}            | name                   ",
                "{\"piece_count\": 1, \"colour\": \"green\"}   | colour                 ",
                "{\"piece_count\": 1, \"colour\": 0}           | colour                 ",
                "{\"piece_count\": 1, \"color\": \"red\"}      | color                  ",
                "{\"piece_count\": 1, \"pieceCount\": 1}       | pieceCount             ",
                "{\"piece_count\": 1, \"spare_parts\": {}}     | spare_parts            ",
                "{\"piece_count\": 1, \"spare_parts\": 1}      | spare_parts            ",
                "{\"piece_count\": 1, \"spare_parts\": [1]}    | spare_parts[0]         ",
                "{\"piece_count\": 1, \"spare_parts\": [{\"part_no\": 1}, {\"part_no\": \"2\"}]} | spare_parts[1].part_no",
                "{\"piece_count\": 1, \"spare_parts\": [{\"part_no\": 1}, {\"no\": 2}]}          | spare_parts[1].no     ",
                "{\"piece_count\": 1, \"spare_parts\": [{\"part_no\": 1}, {}]}                   | spare_parts[1].part_no",
            })
    void jsonThatIsNotWhatIsExpected(String body, String field) {
        http.postJson("/things", body).isProblem(422, field).namesFields(field);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        http.postJson("/things", "{\"piece_count\": 0, \"spare_parts\": [{}, {\"part_no\": 1}, {}]}")
                .isProblem(422, "piece_count must be 1 or more")
                .namesFields("piece_count", "spare_parts[0].part_no", "spare_parts[2].part_no");
    }

    @Test
    void aConstantThatIsNoneSaysWhichThereAre() {
        http.postJson("/things", "{\"piece_count\": 1, \"colour\": \"green\"}")
                .isProblem(422, "colour must be one of red, dark_blue");
        http.get("/things?colour=green").isProblem(422, "colour must be one of red, dark_blue");
    }

    @ParameterizedTest
    @MethodSource("bodiesMadeToHurt")
    void bodiesMadeToHurt(String body) {
        Http.Answer answer = http.postJson("/things", body);

        assertThat(answer.status()).isIn(400, 413, 422);
        answer.isProblem(answer.status(), "");
    }

    static Stream<String> bodiesMadeToHurt() {
        return Stream.of(
                "{\"piece_count\": " + "9".repeat(400) + "}",
                "{\"piece_count\": " + "9".repeat(5_000) + "}",
                "{\"piece_count\": 1, \"serial_no\": " + "9".repeat(400) + "}",
                "{\"piece_count\": 1, \"unit_price\": " + "9".repeat(5_000) + "}",
                "{\"piece_count\": 1, \"x" + "x".repeat(100_000) + "\": 1}",
                "[".repeat(100_000),
                "{\"spare_parts\": ".repeat(10_000),
                "{\"spare_parts\": [".repeat(10_000),
                "{\"spare_parts\": " + "[".repeat(10_000) + "]".repeat(10_000) + "}");
    }

    /** Short to send, but the first sum or rounding that meets one fills the memory. */
    @ParameterizedTest
    @ValueSource(strings = {"1e1000000000", "1e-1000000000", "-1e20000", "1e101"})
    void numbersOutOfAllProportion(String number) {
        http.postJson("/things", "{\"piece_count\": 1, \"unit_price\": " + number + "}")
                .isProblem(422, "unit_price is out of range")
                .namesFields("unit_price");
    }

    @Test
    void tooLargeABody() {
        String body = "{\"piece_count\": 1, \"name\": \"" + "x".repeat(10_000_000) + "\"}";

        Http.Answer answer = http.postJson("/things", body).isProblem(413, "at most 1 MB");
        assertThat(answer.json().path("instance").asString()).isEqualTo("/things");
    }

    @Test
    void tooLargeABodyThatDoesNotSayItsLength() {
        String body = "{\"piece_count\": 1, \"name\": \"" + "x".repeat(3_000_000) + "\"}";

        assertThat(http.postChunked("/things", body).text())
                .startsWith("HTTP/1.1 413")
                .contains("application/problem+json", "at most 1 MB");
        assertThat(http.postChunked("/things", "{\"piece_count\": 1}").status()).isEqualTo(200);
    }

    @Test
    void bytesThatAreNoUtf8() {
        http.postBytes("/things", "{\"piece_count\": 1, \"name\": \"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1))
                .isProblem(400, "UTF-8");
    }

    @Test
    void hugeNumbersThatAreNumbersAreLeftToTheService() {
        assertThat(http.postJson("/things", "{\"piece_count\": 1, \"unit_price\": 1.50}")
                        .body())
                .contains("\"unit_price\":1.50");
    }

    @ParameterizedTest
    @MethodSource
    void parametersOfAnotherKind(String target, String field) {
        http.get(target).isProblem(422, field).namesFields(field);
    }

    static List<Arguments> parametersOfAnotherKind() {
        return List.of(
                Arguments.of("/things?page_size=0", "page_size"),
                Arguments.of("/things?page_size=-1", "page_size"),
                Arguments.of("/things?page_size=1001", "page_size"),
                Arguments.of("/things?page_size=100000", "page_size"),
                Arguments.of("/things?page_size=ten", "page_size"),
                Arguments.of("/things?page_size=1.5", "page_size"),
                Arguments.of("/things?page_size=0x1", "page_size"),
                Arguments.of("/things?page_size=%2B1", "page_size"),
                Arguments.of("/things?page_size=+1", "page_size"),
                Arguments.of("/things?page_size=%201", "page_size"),
                Arguments.of("/things?page_size=1%20", "page_size"),
                Arguments.of("/things?page_size=%D9%A1", "page_size"),
                Arguments.of("/things?page_size=1e1", "page_size"),
                Arguments.of("/things?page_size=NaN", "page_size"),
                Arguments.of("/things?page_size=1&page_size=2", "page_size"),
                Arguments.of("/things?page_size=2147483648", "page_size"),
                Arguments.of("/things?page_size=" + "9".repeat(400), "page_size"),
                Arguments.of("/things?colour=green", "colour"),
                Arguments.of("/things?colour=0", "colour"),
                Arguments.of("/things?made_since=yesterday", "made_since"),
                Arguments.of("/things?made_since=2026-07-01", "made_since"),
                Arguments.of("/things?made_since=2026-07-01T12:00:00", "made_since"),
                Arguments.of("/things?made_since=1782907200000", "made_since"),
                Arguments.of("/things?made_since=Wed,%2001%20Jul%202026%2012:00:00%20GMT", "made_since"),
                Arguments.of("/things?made_since=", "made_since"),
                Arguments.of("/things?sold=perhaps", "sold"),
                Arguments.of("/things/abc", "id"),
                Arguments.of("/things/1.5", "id"),
                Arguments.of("/things/9223372036854775808", "id"),
                Arguments.of("/things/" + "9".repeat(400), "id"));
    }

    @Test
    void problemsAreToldInOneLanguage() {
        http.get("/things?page_size=0", "Accept-Language: de")
                .isProblem(422, "page_size must be greater than or equal to 1");
    }

    @Test
    void aHeaderThatBreaksARuleIsNamedAsTheClientWroteIt() {
        http.postJson("/things", "{\"piece_count\": 1}", "Request-Key: much too long")
                .isProblem(422, "Request-Key is too long")
                .namesFields("Request-Key");
    }

    @Test
    void aConstantMayBeNamedInLowerCase() {
        assertThat(http.get("/things?colour=dark_blue").status()).isEqualTo(200);
    }

    @Test
    void aTimeHasAnOffset() {
        assertThat(http.get("/things?made_since=2026-07-01T12:00:00.5Z&sold=true")
                        .status())
                .isEqualTo(200);
        assertThat(http.get("/things?made_since=2026-07-01T12:00:00%2B02:00").status())
                .isEqualTo(200);
        http.get("/things?made_since=noon").isProblem(422, "made_since must be a time, such as 2026-07-01T12:00:00Z");
        http.get("/things?sold=2").isProblem(422, "sold must be true or false");
    }

    @Test
    void anUnknownThing() {
        http.get("/things/7").isProblem(404, "Thing not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/nothing", "/", "/things/7/parts", "/error", "/things//", "//things"})
    void anUnknownAddress(String target) {
        assertThat(http.get(target).isProblem(404, "").json().path("detail").asString())
                .isNotBlank();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/things/%20",
                "/things/%00",
                "/things/%zz",
                "/things?colour=%",
                "/things/%",
                "/things/[]",
                "/a b",
                "/%2e%2e/%2e%2e/etc",
                "//",
                "/nothing;a=%zz",
                "/things?page_size=%zz"
            })
    void anAddressThatIsNone(String target) {
        Http.Answer answer = http.get(target);

        assertThat(answer.status()).isIn(400, 404, 422);
        answer.isProblem(answer.status(), "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "BREW"})
    void aMethodThatIsNotThere(String method) {
        Http.Answer answer = http.send(method, "/things", "{}", "Content-Type: application/json");

        answer.isProblem(405, "This address does not take " + method + ", but GET, POST");
        assertThat(answer.header("Allow")).contains("GET", "POST");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: text/plain",
                "Content-Type: application/xml",
                "Content-Type: application/x-www-form-urlencoded",
                "Content-Type: multipart/form-data",
                "Content-Type: nonsense",
                "X-None: at all"
            })
    void aBodyOfAnotherContentType(String header) {
        http.send("POST", "/things", "{\"piece_count\": 1}", header)
                .isProblem(415, "The body must be JSON in UTF-8, sent with the header Content-Type: application/json");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "\"\"", "utf-7"})
    void aBodyOfNoCharset(String charset) {
        http.send("POST", "/things", "{\"piece_count\": 1}", "Content-Type: application/json; charset=" + charset)
                .isProblem(415, "The body must be JSON in UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json; charset=utf-8",
                "application/json;charset=\"UTF-8\"",
                "application/json; charset=ISO-8859-1",
                "Application/JSON"
            })
    void jsonBySeveralNames(String contentType) {
        assertThat(http.send("POST", "/things", "{\"piece_count\": 1}", "Content-Type: " + contentType)
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "GZIP", "deflate", "br", "identity, gzip", "nonsense"})
    void aCompressedBody(String encoding) {
        Http.Answer answer = http.postJson("/things", "{\"piece_count\": 1}", "Content-Encoding: " + encoding)
                .isProblem(415, "The body is compressed; send it without Content-Encoding");

        assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
    }

    @Test
    void aBodyThatSaysItIsNotCompressed() {
        assertThat(http.postJson("/things", "{\"piece_count\": 1}", "Content-Encoding: identity")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aClientThatDoesNotWantJsonGetsItAllTheSame() {
        Http.Answer made = http.postJson("/things", "{\"piece_count\": 1}", "Accept: application/xml");
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.header("Content-Type")).isEqualTo("application/json");

        http.get("/things/7", "Accept: text/html").isProblem(404, "Thing not found");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/bug", "/checked-bug", "/endless-bug", "/unwritable-bug", "/lost-connection"})
    void aBugTellsTheLogAllAndTheClientNothing(String target, CapturedOutput output) {
        assertThat(http.get(target)
                        .isProblem(500, "The service failed to answer; its log says why")
                        .body())
                .doesNotContain("secret");

        assertThat(output).containsOnlyOnce("A request failed").contains("\tat ");
    }

    @Test
    void aDatabaseThatIsGone() {
        Http.Answer answer = http.get("/database").isProblem(503, "The database cannot be reached; try again later");

        assertThat(answer.header("Retry-After")).isEqualTo("5");
    }
}
