package io.orderflow.issuer;

import jakarta.servlet.DispatcherType;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.cors.CorsConfigurationSource;
import org.springframework.web.cors.UrlBasedCorsConfigurationSource;

/** Lets people log in on a page, for pages of this machine that then get a token with the roles of whoever has logged in. */
@Configuration(proxyBeanMethods = false)
class LoginConfiguration {

    /** Their passwords are their names. */
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(Stream.of("customer", "customer2", "stock", "operator")
                .map(name -> User.withUsername(name)
                        .password("{noop}" + name)
                        .authorities(name.replace("2", ""))
                        .build())
                .toList());
    }

    @Bean
    @Order(Ordered.HIGHEST_PRECEDENCE)
    SecurityFilterChain protocol(HttpSecurity http) {
        return http.oauth2AuthorizationServer(server -> {
                    http.securityMatcher(server.getEndpointsMatcher());
                    server.oidc(oidc -> oidc.logoutEndpoint(
                                    logout -> logout.authenticationProviders(LoopbackRedirects::allowAfterLogout)))
                            .authorizationEndpoint(
                                    endpoint -> endpoint.authorizationRequestConverter(new ScopesOfTheUser())
                                            .authenticationProviders(LoopbackRedirects::allowAfterLogin));
                })
                .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
                .oauth2ResourceServer(server -> server.jwt(Customizer.withDefaults()))
                .cors(Customizer.withDefaults())
                .exceptionHandling(
                        handling -> handling.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
                .build();
    }

    @Bean
    SecurityFilterChain pages(HttpSecurity http) {
        return http.authorizeHttpRequests(requests -> requests.dispatcherTypeMatchers(DispatcherType.ERROR)
                        .permitAll() // what was refused before anybody logged in
                        .anyRequest()
                        .authenticated())
                .formLogin(Customizer.withDefaults())
                .build();
    }

    /** A page asks for its token itself, from where it is. */
    @Bean
    CorsConfigurationSource corsConfigurationSource() {
        CorsConfiguration pagesOfThisMachine = new CorsConfiguration();
        pagesOfThisMachine.setAllowedOriginPatterns(List.of("http://localhost:[*]", "http://127.0.0.1:[*]"));
        pagesOfThisMachine.setAllowedMethods(List.of("GET", "POST"));
        pagesOfThisMachine.setAllowedHeaders(List.of(CorsConfiguration.ALL));
        UrlBasedCorsConfigurationSource everywhere = new UrlBasedCorsConfigurationSource();
        everywhere.registerCorsConfiguration("/**", pagesOfThisMachine);
        return everywhere;
    }
}
