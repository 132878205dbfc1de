package io.orderflow.eventstore.settings;

import java.time.Duration;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.bind.AbstractBindHandler;
import org.springframework.boot.context.properties.bind.BindContext;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.convert.DurationStyle;

/**
 * Refuses durations without a unit, or out of their {@link DurationRange}. Not a converter: where one refuses a value, Spring
 * asks its own, which takes it.
 */
final class DurationRangeHandler extends AbstractBindHandler {

    private static final Pattern NO_UNIT = Pattern.compile("\\s*[-+]?[0-9]*\\s*");

    DurationRangeHandler(BindHandler parent) {
        super(parent);
    }

    @Override
    public void onFinish(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Object bound)
            throws Exception {
        DurationRange range = target.getAnnotation(DurationRange.class);
        ConfigurationProperty setting = context.getConfigurationProperty();
        if (range != null && setting != null && setting.getName().equals(name)) {
            boolean hasUnit = !NO_UNIT.matcher(setting.getValue().toString()).matches();
            if (!hasUnit || !(bound instanceof Duration duration) || !isWithin(range, duration)) {
                throw refusal(range);
            }
        }
        super.onFinish(name, target, context, bound);
    }

    /** What Spring says of text that is no duration, it says in terms of its classes. */
    @Override
    public Object onFailure(ConfigurationPropertyName name, Bindable<?> target, BindContext context, Exception error)
            throws Exception {
        DurationRange range = target.getAnnotation(DurationRange.class);
        if (range != null) {
            throw refusal(range);
        }
        return super.onFailure(name, target, context, error);
    }

    private static boolean isWithin(DurationRange range, Duration duration) {
        return duration.compareTo(DurationStyle.detectAndParse(range.min())) >= 0
                && duration.compareTo(DurationStyle.detectAndParse(range.max())) <= 0;
    }

    private static IllegalArgumentException refusal(DurationRange range) {
        return new IllegalArgumentException(
                "it must be a duration from %s to %s, written with its unit: ms, s, m, h or d"
                        .formatted(range.min(), range.max()));
    }
}
