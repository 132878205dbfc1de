package io.orderflow.eventstore.exclusion;

import java.util.Set;
import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;

/**
 * Leaves auto-configurations of others out. Where {@code spring.autoconfigure.exclude} is one list of the whole application,
 * each module says for itself.
 */
public abstract class AutoConfigurationExclusion implements AutoConfigurationImportFilter {

    /** The names of their classes. */
    protected abstract Set<String> leftOut();

    @Override
    public final boolean[] match(String[] candidates, AutoConfigurationMetadata metadata) {
        Set<String> leftOut = leftOut();
        boolean[] stays = new boolean[candidates.length];
        for (int index = 0; index < candidates.length; index++) {
            stays[index] = candidates[index] == null || !leftOut.contains(candidates[index]);
        }
        return stays;
    }
}
