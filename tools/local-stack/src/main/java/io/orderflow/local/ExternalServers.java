package io.orderflow.local;

import io.orderflow.local.host.StackException;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Servers that run already, named by the variables by which Spring Boot knows them; the stack starts none of their kind. */
record ExternalServers(Map<String, String> environment) {

    private static final Pattern JDBC_URL = Pattern.compile("(jdbc:postgresql://[^/?]+)(?:/[^?]*)?(\\?.*)?");

    boolean hasBroker() {
        return names("SPRING_RABBITMQ_HOST") || names("SPRING_RABBITMQ_ADDRESSES");
    }

    boolean hasMongo() {
        return names("SPRING_MONGODB_URI");
    }

    boolean hasPostgres() {
        return names("SPRING_DATASOURCE_URL");
    }

    /** The address of one of our databases on the PostgreSQL server that SPRING_DATASOURCE_URL names. */
    String jdbcUrl(String database) {
        String url = environment.get("SPRING_DATASOURCE_URL");
        Matcher parts = JDBC_URL.matcher(url);
        if (!parts.matches()) {
            throw new StackException(
                    "SPRING_DATASOURCE_URL must name a PostgreSQL server, e.g. jdbc:postgresql://db:5432/, but is "
                            + url);
        }
        String options = parts.group(2) == null ? "" : parts.group(2);
        return parts.group(1) + "/" + database + options;
    }

    private boolean names(String variable) {
        return !environment.getOrDefault(variable, "").isBlank();
    }
}
