package io.orderflow.eventstore.serialization;

import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;

/**
 * Axon's Jackson 3 serializer for events, which writes the catalog's names in place of Java class names. Types outside
 * the catalog (tracking tokens, for one) keep their class names.
 *
 * <p>Unknown JSON members are ignored, so that a publisher may add one before its readers know it. A missing or null member is
 * an error, unless it is declared as one that may be: an {@code Optional}, or a collection with
 * {@code @JsonSetter(nulls = AS_EMPTY)}. Upcasters that work on JSON trees get each number with all of its digits.
 */
final class CatalogSerializer extends Jackson3Serializer {

    private final EventCatalog catalog;

    CatalogSerializer(EventCatalog catalog) {
        super(Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(mapper -> mapper.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                        .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)));
        this.catalog = catalog;
    }

    @Override
    public Class<?> classForType(SerializedType type) {
        return catalog.typeNamed(type.getName()).orElseGet(() -> super.classForType(type));
    }

    @Override
    @SuppressWarnings("rawtypes") // as the overridden method
    public SerializedType typeForClass(Class type) {
        SerializedType named = super.typeForClass(type);
        return type == null
                ? named
                : catalog.nameOf(type)
                        .<SerializedType>map(name -> new SimpleSerializedType(name, named.getRevision()))
                        .orElse(named);
    }
}
