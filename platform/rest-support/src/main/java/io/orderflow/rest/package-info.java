/**
 * What services have in common to speak HTTP.
 *
 * <p>It guarantees that whatever is refused or fails is answered by an RFC 9457 problem detail with a {@code detail} for
 * people and, where fields are wrong, {@code errors} that name all of them as the client wrote them; that a request means
 * what it says or is refused; and that nothing of the service's inside is told.
 *
 * <p>It needs a web application on Tomcat that has {@code spring.config.import: classpath:rest-support.yml}, which makes JSON
 * {@code snake_case}, says where the API's document is, and what of the health is shown, and a
 * {@code spring.application.name}. It brings Spring's web, validation and actuator, and springdoc, and declares everything by
 * auto-configurations without conditions: a service that has it on its class path has it. Controllers throw
 * {@link io.orderflow.rest.problem.NotFoundException} and {@link io.orderflow.rest.problem.InvalidRequestException}; rules on
 * parameters and bodies are those of Bean Validation.
 *
 * <p>Its packages: {@code problem} answers errors, wherever they arise, {@code json} makes JSON strict, {@code health} is
 * {@code GET /health}, {@code document} is what the API's document says alike for all services. Nothing here knows of events.
 */
package io.orderflow.rest;
