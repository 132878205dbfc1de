package io.orderflow.access;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/** Leaves Spring Security out of a service that is open: it has no filters, and requests cost what they did without it. */
final class OpenServiceExclusion implements AutoConfigurationImportFilter, EnvironmentAware {

    private static final String OF_SPRING_SECURITY = "org.springframework.boot.security.";

    private boolean open;

    @Override
    public void setEnvironment(Environment environment) {
        open = !Secured.is(environment);
    }

    @Override
    public boolean[] match(String[] candidates, AutoConfigurationMetadata metadata) {
        boolean[] stays = new boolean[candidates.length];
        for (int index = 0; index < candidates.length; index++) {
            stays[index] = !open || candidates[index] == null || !candidates[index].startsWith(OF_SPRING_SECURITY);
        }
        return stays;
    }
}
