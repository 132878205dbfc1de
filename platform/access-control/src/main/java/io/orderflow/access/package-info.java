/**
 * Who may do what at a service.
 *
 * <p>It guarantees that, where an issuer of tokens is named, no request gets to a controller that the service's
 * {@link io.orderflow.access.AccessRules} do not let in; and that, where none is named, nobody gets to the service who is not on
 * its machine, unless it was told that something else guards it. In the latter case nothing of Spring Security runs.
 *
 * <p>A service declares its {@link io.orderflow.access.AccessRules}, and asks {@link io.orderflow.access.Caller} whose things to
 * show. Spring's own properties, {@code spring.security.oauth2.resourceserver.jwt} with {@code issuer-uri},
 * {@code jwk-set-uri} and {@code audiences}, name the issuer.
 */
package io.orderflow.access;
