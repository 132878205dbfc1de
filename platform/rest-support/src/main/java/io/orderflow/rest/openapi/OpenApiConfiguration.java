package io.orderflow.rest.openapi;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import io.orderflow.rest.problem.FieldProblem;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.core.jackson.ModelResolver;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Schema;
import jakarta.annotation.Nullable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springdoc.core.customizers.OperationCustomizer;
import org.springdoc.core.customizers.PropertyCustomizer;
import org.springdoc.core.providers.ObjectMapperProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.ProblemDetail;

/** What the documents of all services say in the same way: the title, and how requests are refused. */
@Configuration(proxyBeanMethods = false)
class OpenApiConfiguration {

    @Bean
    OpenAPI openApi(@Value("${spring.application.name}") String service) {
        return new OpenAPI().info(new Info().title(service).version("1"));
    }

    /** Names members as the services' JSON does. The document is made by a Jackson of its own, which is not Spring's. */
    @Bean
    ModelResolver snakeCaseModels(ObjectMapperProvider mappers) {
        var mapper = mappers.jsonMapper().copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        return new ModelResolver(mapper).openapi31(mappers.isOpenapi31());
    }

    @Bean
    OpenApiCustomizer problemsInDocument() {
        return document -> {
            ModelConverters.getInstance(true)
                    .readAll(Problem.class)
                    .forEach((name, schema) -> document.getComponents().addSchemas(name, schema));
            document.getComponents().getSchemas().remove(ProblemDetail.class.getSimpleName());
        };
    }

    /** A member that is null or an object: swagger says so of simple types only. */
    @Bean
    PropertyCustomizer objectsThatMayBeNull() {
        return (member, type) -> {
            boolean nullable = type.getCtxAnnotations() != null
                    && Arrays.stream(type.getCtxAnnotations()).anyMatch(Nullable.class::isInstance);
            return nullable && member.get$ref() != null
                    ? new Schema<>().anyOf(List.of(member, new Schema<>().types(Set.of("null"))))
                    : member;
        };
    }

    @Bean
    OperationCustomizer answersInDocument() {
        return new AnswersInDocument();
    }

    /** The shape of a problem, for the document only; {@code errors} is there for 422. */
    private record Problem(String title, int status, String detail, String instance, List<FieldProblem> errors) {}
}
