package io.orderflow.rest.asyncapi;

import io.swagger.v3.oas.annotations.Hidden;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Gives out the document and its page as they were made: nothing of them is made while the service runs. */
@Hidden
@RestController
class AsyncApiController {

    static final String DOCUMENT = "classpath:asyncapi.json";
    static final String PAGE = "classpath:asyncapi.html";

    private final Resource document;
    private final Resource page;

    AsyncApiController(@Value(DOCUMENT) Resource document, @Value(PAGE) Resource page) {
        this.document = document;
        this.page = page;
    }

    @GetMapping(path = "/asyncapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
    Resource document() {
        return document;
    }

    @GetMapping(path = "/asyncapi", produces = "text/html;charset=UTF-8")
    Resource page() {
        return page;
    }
}
