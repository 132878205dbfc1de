package io.orderflow.gateway.exchange;

import io.orderflow.gateway.settings.GatewayProperties;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A client that changes nothing of what it carries. */
@Configuration(proxyBeanMethods = false)
class HttpClientConfiguration {

    /** Three services that hang, and streams that are to begin there, leave threads (200) for what needs none of them. */
    private static final int CONNECTIONS_OF_A_SERVICE = 40;

    @Bean
    CloseableHttpClient serviceClient(GatewayProperties properties) {
        return HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(CONNECTIONS_OF_A_SERVICE)
                        .setMaxConnTotal(
                                CONNECTIONS_OF_A_SERVICE * properties.backends().size())
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(Timeout.ofSeconds(1))
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
}
