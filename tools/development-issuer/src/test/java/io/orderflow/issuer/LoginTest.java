package io.orderflow.issuer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What a page in a browser does to get a token: its user logs in, and it exchanges the code that comes back. */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
class LoginTest {

    private static final String VERIFIER = "a-secret-of-this-page-that-is-long-enough-for-it";
    private static final String PAGE = "http://localhost:18000/";
    private static final String ALL = "openid customer stock operator";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]* value=\"([^\"]+)\"");

    @LocalServerPort
    private int port;

    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @ParameterizedTest
    @CsvSource({"customer, customer", "customer2, customer", "stock, stock", "operator, operator"})
    void aTokenHasTheRolesOfWhoHasLoggedIn_andNoOthers(String user, String role) throws Exception {
        Map<String, Object> answer = json(exchange(code(login(user, PAGE, ALL)), PAGE, VERIFIER));

        Map<String, Object> claims = claims((String) answer.get("access_token"));
        assertThat(claims).containsEntry("sub", user);
        assertThat(String.valueOf(claims.get("scope"))).contains(role);
        assertThat(((Iterable<?>) claims.get("scope"))).map(String::valueOf).containsExactlyInAnyOrder("openid", role);
        assertThat(((String) answer.get("scope")).split(" ")).containsExactlyInAnyOrder("openid", role);
        assertThat(claims((String) answer.get("id_token"))).containsEntry("sub", user);
    }

    @Test
    void whoAsksForARoleThatIsNotItsOwnGetsNone() throws Exception {
        Map<String, Object> answer = json(exchange(code(login("customer", PAGE, "operator")), PAGE, VERIFIER));

        assertThat(claims((String) answer.get("access_token"))).doesNotContainKey("scope");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:8000/", "http://127.0.0.1:23456/console/", "http://localhost:8000/login"})
    void itLeadsBackToAnyPageOfThisMachine(String page) throws Exception {
        assertThat(login("stock", page, "stock")).startsWith(page + "?code=").endsWith("&state=xyz");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "http://localhost.evil.example/",
                "http://localhost@evil.example/",
                "http://localhost:8000/#a",
                "javascript:alert(1)"
            })
    void andToNoOther(String page) throws Exception {
        HttpResponse<String> refused = get(authorization(page, "stock"));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.headers().firstValue("Location")).isEmpty();
    }

    @Test
    void aCodeIsWorthNothingWithoutTheSecretOfThePageThatAskedForIt() throws Exception {
        String code = code(login("operator", PAGE, ALL));

        assertThat(exchange(code, PAGE, VERIFIER + "x").statusCode()).isEqualTo(400);
    }

    @Test
    void norIsOneAskedForWithoutSuchASecret() throws Exception {
        HttpResponse<String> refused =
                get("/oauth2/authorize?response_type=code&client_id=console&scope=stock&redirect_uri=" + encoded(PAGE));

        assertThat(refused.headers().firstValue("Location").orElseThrow()).contains("error=invalid_request");
    }

    @Test
    void aWrongPasswordIsRefused() throws Exception {
        get(authorization(PAGE, ALL));
        HttpResponse<String> refused = postLogin("operator", "customer");

        assertThat(refused.headers().firstValue("Location").orElseThrow()).endsWith("/login?error");
    }

    @ParameterizedTest
    @CsvSource({
        "http://localhost:8000, true",
        "http://127.0.0.1:23456, true",
        "https://evil.example, false",
        "http://localhost.evil.example:8000, false"
    })
    void pagesOfThisMachineMayExchangeTheirCodesThemselves(String origin, boolean allowed) throws Exception {
        HttpRequest.Builder asked = tokenRequest("nonsense", PAGE, VERIFIER).header("Origin", origin);

        HttpResponse<String> answer = send(asked);

        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin").orElse(""))
                .isEqualTo(allowed ? origin : "");
    }

    @Test
    void whoLogsOutIsLedBackToThePage() throws Exception {
        Map<String, Object> answer = json(exchange(code(login("stock", PAGE, ALL)), PAGE, VERIFIER));

        HttpResponse<String> out = get("/connect/logout?id_token_hint=" + answer.get("id_token")
                + "&post_logout_redirect_uri=" + encoded(PAGE));

        assertThat(out.headers().firstValue("Location")).hasValue(PAGE);
        assertThat(get(authorization(PAGE, ALL))
                        .headers()
                        .firstValue("Location")
                        .orElseThrow())
                .endsWith("/login");
    }

    /** The address that a browser is led to in the end. */
    private String login(String user, String page, String scope) throws Exception {
        HttpResponse<String> first = get(authorization(page, scope));
        assertThat(first.headers().firstValue("Location").orElseThrow()).endsWith("/login");
        HttpResponse<String> loggedIn = postLogin(user, user);
        return send(HttpRequest.newBuilder(
                        URI.create(loggedIn.headers().firstValue("Location").orElseThrow())))
                .headers()
                .firstValue("Location")
                .orElseThrow();
    }

    private HttpResponse<String> postLogin(String user, String password) throws Exception {
        Matcher csrf = CSRF.matcher(get("/login").body());
        assertThat(csrf.find()).isTrue();
        return send(form("/login", Map.of("username", user, "password", password, "_csrf", csrf.group(1))));
    }

    private static String authorization(String page, String scope) throws Exception {
        String challenge = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(
                        MessageDigest.getInstance("SHA-256").digest(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
        return "/oauth2/authorize?response_type=code&client_id=console&state=xyz&code_challenge_method=S256"
                + "&code_challenge=" + challenge + "&scope=" + encoded(scope) + "&redirect_uri=" + encoded(page);
    }

    private static String code(String address) {
        return address.replaceAll(".*[?&]code=([^&]+).*", "$1");
    }

    private HttpResponse<String> exchange(String code, String page, String verifier) throws Exception {
        return send(tokenRequest(code, page, verifier));
    }

    private HttpRequest.Builder tokenRequest(String code, String page, String verifier) {
        return form(
                "/oauth2/token",
                Map.of(
                        "grant_type",
                        "authorization_code",
                        "client_id",
                        "console",
                        "code",
                        code,
                        "redirect_uri",
                        page,
                        "code_verifier",
                        verifier));
    }

    private HttpRequest.Builder form(String path, Map<String, String> fields) {
        String body = fields.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        return HttpRequest.newBuilder(uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(uri(path)).header("Accept", "text/html"));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return browser.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private URI uri(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private static Map<String, Object> json(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonParserFactory.getJsonParser().parseMap(answer.body());
    }

    private static Map<String, Object> claims(String token) {
        byte[] claims = Base64.getUrlDecoder().decode(token.split("\\.", -1)[1]);
        return JsonParserFactory.getJsonParser().parseMap(new String(claims, StandardCharsets.UTF_8));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
