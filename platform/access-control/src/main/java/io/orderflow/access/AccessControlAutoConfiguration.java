package io.orderflow.access;

import com.github.benmanes.caffeine.cache.Cache;
import com.nimbusds.jose.jwk.source.CachingJWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import io.orderflow.rest.problem.ProblemWriter;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import javax.net.ssl.HttpsURLConnection;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.OAuth2ResourceServerProperties;
import org.springframework.boot.security.oauth2.server.resource.autoconfigure.web.OAuth2ResourceServerWebSecurityAutoConfiguration;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.ProviderManager;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.config.observation.SecurityObservationSettings;
import org.springframework.security.oauth2.core.OAuth2TokenValidator;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtClaimNames;
import org.springframework.security.oauth2.jwt.JwtClaimValidator;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.JwtTimestampValidator;
import org.springframework.security.oauth2.jwt.JwtTypeValidator;
import org.springframework.security.oauth2.jwt.JwtValidators;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationProvider;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationConverter;
import org.springframework.security.oauth2.server.resource.web.authentication.BearerTokenAuthenticationFilter;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;

/**
 * Lets in whom the {@link AccessRules} of the service let in, by tokens (JWT) of the issuer that
 * {@code spring.security.oauth2.resourceserver.jwt} names.
 *
 * <p>The issuer is asked for its keys, not about tokens: its keys are kept, and fetched again before they are old. One that is
 * away is not missed for an hour; where its keys were never had, requests with tokens are answered by 503, soon. It is trusted
 * as Java trusts by itself, or {@code spring.http.clients.ssl.bundle} says.
 */
@AutoConfiguration(
        before = {
            OAuth2ResourceServerAutoConfiguration.class,
            OAuth2ResourceServerWebSecurityAutoConfiguration.class,
            ManagementWebSecurityAutoConfiguration.class,
            ServletWebSecurityAutoConfiguration.class
        })
@Conditional(Secured.class)
@EnableConfigurationProperties(OAuth2ResourceServerProperties.class)
public class AccessControlAutoConfiguration {

    private static final Duration KEYS_ARE_FRESH = Duration.ofMinutes(5);
    private static final Duration KEYS_ARE_GOOD = Duration.ofHours(1);
    private static final Duration FETCHED_AHEAD = Duration.ofMinutes(1);

    /** How long a request waits for another one that fetches keys. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What OpenID Connect allows; longer ones, or unprintable ones, would have to be cut somewhere. */
    private static final int LONGEST_SUBJECT = 255;

    @Bean
    Cache<String, JwtAuthenticationToken> acceptedTokens() {
        return RecentTokens.none();
    }

    @Bean
    JWKSource<SecurityContext> issuerKeys(
            OAuth2ResourceServerProperties properties,
            Cache<String, JwtAuthenticationToken> acceptedTokens,
            @Value("${spring.http.clients.ssl.bundle:}") String trusted,
            SslBundles bundles) {
        IssuerKeys keys = new IssuerKeys(
                properties.getJwt().getIssuerUri(),
                properties.getJwt().getJwkSetUri(),
                trusted.isEmpty()
                        ? HttpsURLConnection.getDefaultSSLSocketFactory()
                        : bundles.getBundle(trusted).createSslContext().getSocketFactory());
        return JWKSourceBuilder.create(keys)
                .cache(KEYS_ARE_FRESH.toMillis(), PATIENCE.toMillis(), event -> {
                    if (event instanceof CachingJWKSetSource.RefreshCompletedEvent) {
                        acceptedTokens.invalidateAll(); // some may be of keys that are no longer good
                    }
                })
                .refreshAheadCache(FETCHED_AHEAD.toMillis(), true)
                .outageTolerant(KEYS_ARE_GOOD.toMillis())
                .rateLimited(false) // that would refuse tokens of unknown keys as if the issuer were away
                .build();
    }

    /** Takes what is signed by a private key of the issuer's alone: none is signed by a secret, or not at all. */
    @Bean
    JwtDecoder jwtDecoder(JWKSource<SecurityContext> issuerKeys, OAuth2ResourceServerProperties properties) {
        NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(issuerKeys)
                .jwsAlgorithms(allowed -> allowed.addAll(Set.of(SignatureAlgorithm.values())))
                .build();
        decoder.setJwtValidator(validator(properties.getJwt()));
        return decoder;
    }

    private static OAuth2TokenValidator<Jwt> validator(OAuth2ResourceServerProperties.Jwt properties) {
        JwtTypeValidator type = new JwtTypeValidator("JWT", "at+jwt", "application/at+jwt");
        type.setAllowEmpty(true);
        JwtTimestampValidator time = new JwtTimestampValidator();
        time.setAllowEmptyExpiryClaim(false);
        List<OAuth2TokenValidator<Jwt>> validators = new ArrayList<>(List.of(
                type, time, new JwtClaimValidator<String>(JwtClaimNames.SUB, AccessControlAutoConfiguration::isName)));
        if (StringUtils.hasText(properties.getIssuerUri())) {
            validators.add(new JwtIssuerValidator(properties.getIssuerUri()));
        }
        if (!properties.getAudiences().isEmpty()) {
            validators.add(new JwtClaimValidator<Collection<String>>(
                    JwtClaimNames.AUD,
                    audience -> audience != null && !Collections.disjoint(audience, properties.getAudiences())));
        }
        return JwtValidators.createDefaultWithValidators(validators);
    }

    private static boolean isName(String subject) {
        return subject != null
                && !subject.isBlank()
                && subject.length() <= LONGEST_SUBJECT
                && subject.chars().noneMatch(Character::isISOControl);
    }

    @Bean
    SecurityFilterChain accessByToken(
            HttpSecurity http,
            AccessRules rules,
            JwtDecoder tokens,
            Cache<String, JwtAuthenticationToken> acceptedTokens,
            ProblemWriter problems,
            ObjectProvider<RefusalLimit> limit,
            @Value("${orderflow.security.roles-claim:}") String rolesClaim) {
        Refusals refusals = new Refusals(problems, limit.getIfAvailable(() -> (request, response) -> true));
        AuthorizationManager<HttpServletRequest> table = rules.manager();
        return http.csrf(AbstractHttpConfigurer::disable)
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .requestCache(AbstractHttpConfigurer::disable)
                .logout(AbstractHttpConfigurer::disable)
                .servletApi(servlet -> servlet.rolePrefix(""))
                .addFilter(tokenFilter(
                        new RecentTokens(check(tokens, new TokenRoles(rolesClaim)), acceptedTokens), refusals))
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(refusals).accessDeniedHandler(refusals))
                .authorizeHttpRequests(
                        requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR, DispatcherType.ASYNC)
                                .permitAll() // what follows from a request that was let in, or refused
                                .anyRequest()
                                .access((caller, request) -> table.authorize(caller, request.getRequest())))
                .build();
    }

    /** A check takes less than to record it. What is refused is counted with the requests. */
    @Bean
    SecurityObservationSettings noRecordOfChecks() {
        return SecurityObservationSettings.noObservations();
    }

    private static AuthenticationManager check(JwtDecoder tokens, TokenRoles roles) {
        JwtAuthenticationConverter converter = new JwtAuthenticationConverter();
        converter.setJwtGrantedAuthoritiesConverter(roles);
        JwtAuthenticationProvider provider = new JwtAuthenticationProvider(tokens);
        provider.setJwtAuthenticationConverter(converter);
        return new ProviderManager(provider);
    }

    private static BearerTokenAuthenticationFilter tokenFilter(AuthenticationManager tokens, Refusals refusals) {
        BearerTokenAuthenticationConverter token = new BearerTokenAuthenticationConverter();
        token.setBearerTokenResolver(new OneTokenResolver());
        BearerTokenAuthenticationFilter filter = new BearerTokenAuthenticationFilter(tokens, token);
        filter.setAuthenticationEntryPoint(refusals);
        filter.setAuthenticationFailureHandler(refusals);
        return filter;
    }

    /** Gives the pages of the API a place for a token. */
    @Bean
    OpenApiCustomizer tokensInDocument() {
        return document -> {
            document.getComponents()
                    .addSecuritySchemes(
                            "token",
                            new SecurityScheme()
                                    .type(SecurityScheme.Type.HTTP)
                                    .scheme("bearer")
                                    .bearerFormat("JWT"));
            document.addSecurityItem(new SecurityRequirement().addList("token"));
        };
    }
}
