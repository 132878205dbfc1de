package io.orderflow.access;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/** Where an issuer of tokens, or the keys of one, are named, a service is secured, and open otherwise. */
final class Secured implements Condition {

    private static final String PROPERTIES = "spring.security.oauth2.resourceserver.jwt.";

    static boolean is(Environment environment) {
        return StringUtils.hasText(environment.getProperty(PROPERTIES + "issuer-uri"))
                || StringUtils.hasText(environment.getProperty(PROPERTIES + "jwk-set-uri"));
    }

    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
        return is(context.getEnvironment());
    }
}
