package io.orderflow.rest.json;

import java.beans.PropertyEditorSupport;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;

/**
 * Numbers in addresses and parameters are decimal, and times are as in JSON. Spring would take {@code 0x1}, {@code +1} and blanks
 * around a number as well, and the digits of any script, and a number for a time.
 */
@ControllerAdvice
class StrictParameters {

    @InitBinder
    void parameters(WebDataBinder binder) {
        binder.registerCustomEditor(long.class, new DecimalEditor(Long::valueOf));
        binder.registerCustomEditor(Long.class, new DecimalEditor(Long::valueOf));
        binder.registerCustomEditor(int.class, new DecimalEditor(Integer::valueOf));
        binder.registerCustomEditor(Integer.class, new DecimalEditor(Integer::valueOf));
        binder.registerCustomEditor(Instant.class, new TimeEditor());
    }

    /** Not a converter: where a converter fails, Spring tries its own editor, which takes all of these. */
    private static final class DecimalEditor extends PropertyEditorSupport {

        private static final Pattern DECIMAL = Pattern.compile("-?[0-9]+");

        private final Function<String, Number> parser;

        DecimalEditor(Function<String, Number> parser) {
            this.parser = parser;
        }

        @Override
        public void setAsText(String text) {
            if (!DECIMAL.matcher(text).matches()) {
                throw new NumberFormatException(text);
            }
            setValue(parser.apply(text));
        }
    }

    private static final class TimeEditor extends PropertyEditorSupport {

        @Override
        public void setAsText(String text) {
            try {
                setValue(Instant.parse(text));
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(e);
            }
        }
    }
}
