package io.orderflow.ordering.rest;

import io.orderflow.ordering.order.OrderRules;
import io.orderflow.ordering.order.OrderRules.Breach;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.ConstraintValidatorContext.ConstraintViolationBuilder;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;

/** A request that breaks none of the {@link OrderRules}. Each breach is a violation of the field that commits it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = ValidOrder.Validator.class)
@interface ValidOrder {

    String message() default "is no order";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Tells a client of breaches by the names that the fields have in its request. */
    final class Validator implements ConstraintValidator<ValidOrder, PlaceOrderRequest> {

        private static final String ITEMS = "items";

        @Override
        public boolean isValid(PlaceOrderRequest request, ConstraintValidatorContext context) {
            List<Breach> breaches = OrderRules.breachesBy(request.lines());
            boolean ambiguous = request.items() != null && request.namesAProduct();
            context.disableDefaultConstraintViolation();
            if (ambiguous) {
                context.buildConstraintViolationWithTemplate(
                                "cannot be given together with product_id, quantity or unit_price")
                        .addPropertyNode(ITEMS)
                        .addConstraintViolation();
            }
            breaches.forEach(breach -> report(breach, request, context));
            return breaches.isEmpty() && !ambiguous;
        }

        private static void report(Breach breach, PlaceOrderRequest request, ConstraintValidatorContext context) {
            ConstraintViolationBuilder violation = context.buildConstraintViolationWithTemplate(breach.rule());
            if (breach.line() == Breach.ORDER) {
                violation
                        .addPropertyNode(breach.part().equals("lines") ? ITEMS : breach.part())
                        .addConstraintViolation();
            } else if (request.items() == null) {
                violation.addPropertyNode(breach.part()).addConstraintViolation();
            } else if (breach.part().equals(Breach.WHOLE_LINE)) {
                violation
                        .addPropertyNode(ITEMS)
                        .addBeanNode()
                        .inIterable()
                        .atIndex(breach.line())
                        .addConstraintViolation();
            } else {
                violation
                        .addPropertyNode(ITEMS)
                        .addPropertyNode(breach.part())
                        .inIterable()
                        .atIndex(breach.line())
                        .addConstraintViolation();
            }
        }
    }
}
