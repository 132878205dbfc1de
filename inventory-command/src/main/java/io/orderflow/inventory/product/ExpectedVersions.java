package io.orderflow.inventory.product;

import java.util.Set;

/**
 * The versions of a product for which a command is meant: whoever sends it has seen one of them, or any will do.
 *
 * @param versions those that it is meant for; of no account if any is
 */
public record ExpectedVersions(boolean any, Set<Long> versions) {

    /** For a command that does not depend on what its sender has seen. */
    public static final ExpectedVersions ANY = new ExpectedVersions(true, Set.of());

    /** For a command that is meant for these alone. */
    public static ExpectedVersions of(Set<Long> versions) {
        return new ExpectedVersions(false, versions);
    }

    boolean include(long version) {
        return any || versions.contains(version);
    }
}
