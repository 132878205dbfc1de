package io.orderflow.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.jose.util.ResourceRetriever;
import io.orderflow.rest.problem.OutageLog;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocketFactory;
import org.slf4j.LoggerFactory;
import org.springframework.util.StringUtils;

/**
 * Fetches the keys that an issuer signs with, from where it says that they are. An issuer that is silent is given up on soon, and
 * asked again after a pause: how often keys are missed is up to whoever makes up tokens.
 */
final class IssuerKeys implements JWKSetSource<SecurityContext> {

    private static final int PATIENCE = (int) Duration.ofSeconds(1).toMillis();
    private static final long PAUSE = Duration.ofSeconds(5).toMillis();
    private static final int MOST_BYTES = 100 * 1024;

    private final OutageLog outage = new OutageLog(
            LoggerFactory.getLogger(IssuerKeys.class), "The issuer's keys could not be fetched", System::nanoTime);
    private final ResourceRetriever http;
    private final String issuer;
    private final String address;
    private volatile long askedAgainFrom;

    /**
     * @param issuer as its tokens name it
     * @param address of the keys; where there is none, the issuer is asked for it
     * @param tls connects to addresses of {@code https}
     */
    IssuerKeys(String issuer, String address, SSLSocketFactory tls) {
        this.http = new DefaultResourceRetriever(PATIENCE, PATIENCE, MOST_BYTES, true, tls);
        this.issuer = issuer;
        this.address = address;
    }

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
            throws KeySourceException {
        if (now < askedAgainFrom) {
            throw new JWKSetUnavailableException("The issuer has been asked just now");
        }
        askedAgainFrom = now + PAUSE;
        try {
            return JWKSet.parse(fetch(StringUtils.hasText(address) ? address : discoveredAddress()));
        } catch (IOException | ParseException e) {
            outage.failed(e.getMessage());
            throw new JWKSetUnavailableException("The issuer's keys cannot be had", e);
        }
    }

    private String discoveredAddress() throws IOException, ParseException {
        String separator = issuer.endsWith("/") ? "" : "/";
        Map<String, Object> configuration =
                JSONObjectUtils.parse(fetch(issuer + separator + ".well-known/openid-configuration"));
        if (!issuer.equals(JSONObjectUtils.getString(configuration, "issuer"))) {
            throw new IOException("It calls itself " + configuration.get("issuer") + ", not " + issuer);
        }
        return JSONObjectUtils.getString(configuration, "jwks_uri");
    }

    private String fetch(String from) throws IOException {
        return http.retrieveResource(url(from)).getContent();
    }

    private static URL url(String address) throws MalformedURLException {
        try {
            return URI.create(address).toURL();
        } catch (IllegalArgumentException e) {
            throw new MalformedURLException(address + " is no address");
        }
    }

    @Override
    public void close() {
        // Nothing is kept open.
    }
}
