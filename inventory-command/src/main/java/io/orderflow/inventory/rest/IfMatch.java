package io.orderflow.inventory.rest;

import static java.util.stream.Collectors.toUnmodifiableSet;

import io.orderflow.inventory.product.ExpectedVersions;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.http.ETag;

/** What the header {@code If-Match} says about versions, which are the entity tags of products (RFC 9110, 13.1.1). */
final class IfMatch {

    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");

    private IfMatch() {}

    /**
     * The versions that it names. A weak tag never matches, nor does one that no product ever had; a header that is none, and one
     * with {@code *} among others, names nothing.
     *
     * @param header null if there is none: any version will do then
     */
    static ExpectedVersions versions(String header) {
        if (header == null || header.strip().equals("*")) {
            return ExpectedVersions.ANY;
        }
        List<ETag> tags = ETag.parse(header);
        return ExpectedVersions.of(tags.stream()
                .filter(tag -> !tag.weak() && VERSION.matcher(tag.tag()).matches())
                .map(tag -> Long.valueOf(tag.tag()))
                .collect(toUnmodifiableSet()));
    }
}
