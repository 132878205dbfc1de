package io.orderflow.eventstore.processing;

/** The names of instances, for people. */
public final class InstanceName {

    private InstanceName() {}

    /** The host and the process. The Java machine calls it {@code process@host}; an instance's name has something after a slash, too. */
    public static String shown(String name) {
        int at = name.indexOf('@');
        return name.substring(at + 1).replaceFirst("/.*", "") + ":" + name.substring(0, at);
    }
}
