package io.orderflow.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;

/** An OpenID provider, as far as a service meets one. Its keys are made when it is. */
public final class TestIssuer implements AutoCloseable {

    private static final int KEY_BITS = 2048;
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final HttpServer http;
    private final String uri;
    private volatile RSAKey key = newKey("first");

    public TestIssuer() {
        this(() -> HttpServer.create(ANY_PORT, 0), "http://127.0.0.1:");
    }

    /** One that speaks TLS, and is {@code localhost}. */
    public TestIssuer(SSLContext tls) {
        this(
                () -> {
                    HttpsServer server = HttpsServer.create(ANY_PORT, 0);
                    server.setHttpsConfigurator(new HttpsConfigurator(tls));
                    return server;
                },
                "https://localhost:");
    }

    private TestIssuer(Opening server, String address) {
        try {
            http = server.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        uri = address + http.getAddress().getPort();
        answer(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\": \"" + uri() + "\", \"jwks_uri\": \"" + uri() + "/keys\"}");
        answer("/keys", () -> new JWKSet(key.toPublicJWK()).toString());
        http.start();
    }

    private interface Opening {
        HttpServer open() throws IOException;
    }

    private interface Content {
        String now();
    }

    private void answer(String path, Content content) {
        http.createContext(path, exchange -> {
            byte[] body = content.now().getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
    }

    public String uri() {
        return uri;
    }

    /** What tells a service of it. */
    public String setting() {
        return "spring.security.oauth2.resourceserver.jwt.issuer-uri=" + uri();
    }

    /** A token with these roles as scopes. */
    public String token(String subject, String... roles) {
        return token(claims -> claims.subject(subject).claim("scope", String.join(" ", roles)));
    }

    /** A token with these claims, beside those that every token has. */
    public String token(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(claims, key);
    }

    /** The same token as by its key, signed by another one that has the same name. */
    public String forged(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(claims, newKey(key.getKeyID()));
    }

    /** Signed by a key that it does not publish. */
    public String ofUnknownKey(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return sign(claims, newKey("unknown"));
    }

    public String unsigned(UnaryOperator<JWTClaimsSet.Builder> claims) {
        return new PlainJWT(build(claims)).serialize();
    }

    /** Signed by a secret, which is the public key. */
    public String signedByThePublicKey(UnaryOperator<JWTClaimsSet.Builder> claims) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.HS256)
                            .keyID(key.getKeyID())
                            .build(),
                    build(claims));
            token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs by another key from now on. */
    void changeKey() {
        key = newKey("second");
    }

    private static RSAKey newKey(String id) {
        try {
            return new RSAKeyGenerator(KEY_BITS).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    private JWTClaimsSet build(UnaryOperator<JWTClaimsSet.Builder> claims) {
        Instant now = Instant.now();
        return claims.apply(new JWTClaimsSet.Builder()
                        .issuer(uri())
                        .subject("anna")
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(300))))
                .build();
    }

    private String sign(UnaryOperator<JWTClaimsSet.Builder> claims, RSAKey by) {
        try {
            SignedJWT token = new SignedJWT(
                    new JWSHeader.Builder(JWSAlgorithm.RS256)
                            .type(JOSEObjectType.JWT)
                            .keyID(by.getKeyID())
                            .build(),
                    build(claims));
            token.sign(new RSASSASigner(by));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        http.stop(0);
    }
}
