package io.orderflow.gateway.exchange;

import io.orderflow.gateway.settings.GatewayProperties;
import java.net.http.HttpClient;
import java.time.Duration;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.JdkHttpClientBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Clients that change nothing of what they carry, and trust whom {@code spring.http.clients.ssl.bundle} names. */
@Configuration(proxyBeanMethods = false)
class HttpClientConfiguration {

    /** Three services that hang, and streams that are to begin there, leave threads (200) for what needs none of them. */
    private static final int CONNECTIONS_OF_A_SERVICE = 40;

    private static final Duration CONNECTING = Duration.ofSeconds(1);

    @Bean
    CloseableHttpClient serviceClient(GatewayProperties properties, HttpClientSettings given) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setTlsSocketStrategy(tls(given.sslBundle()))
                        .setMaxConnPerRoute(CONNECTIONS_OF_A_SERVICE)
                        .setMaxConnTotal(
                                CONNECTIONS_OF_A_SERVICE * properties.backends().size())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.of(CONNECTING))
                                // A service that was started anew in between has closed it.
                                .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(Timeout.ofSeconds(1))
                        .setResponseTimeout(Timeout.of(properties.responseTimeout()))
                        .setProtocolUpgradeEnabled(false)
                        .build())
                .disableAuthCaching()
                .disableAutomaticRetries()
                .disableConnectionState()
                .disableContentCompression()
                .disableCookieManagement()
                .disableDefaultUserAgent()
                .disableRedirectHandling()
                .build();
    }

    /** @param trusted null for whom Java trusts by itself */
    private static TlsSocketStrategy tls(SslBundle trusted) {
        return trusted == null
                ? DefaultClientTlsStrategy.createDefault()
                : new DefaultClientTlsStrategy(
                        trusted.createSslContext(),
                        trusted.getOptions().getEnabledProtocols(),
                        trusted.getOptions().getCiphers(),
                        SSLBufferMode.STATIC,
                        HttpsSupport.getDefaultHostnameVerifier());
    }

    /** For what no thread waits for. Nothing closes it: from Java 21 on, that would wait until all streams have ended. */
    @Bean(destroyMethod = "")
    HttpClient streamClient(HttpClientSettings given) {
        return new JdkHttpClientBuilder()
                .withCustomizer(client -> client.version(HttpClient.Version.HTTP_1_1))
                .build(HttpClientSettings.ofSslBundle(given.sslBundle())
                        .withRedirects(HttpRedirects.DONT_FOLLOW)
                        .withConnectTimeout(CONNECTING));
    }
}
