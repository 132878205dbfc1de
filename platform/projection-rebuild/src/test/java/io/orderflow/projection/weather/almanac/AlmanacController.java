package io.orderflow.projection.weather.almanac;

import static org.springframework.data.mongodb.core.query.Criteria.where;
import static org.springframework.data.mongodb.core.query.Query.query;

import java.util.List;
import org.springframework.data.domain.Sort;
import org.springframework.data.mongodb.core.MongoOperations;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

@RestController
class AlmanacController {

    private final MongoOperations mongo;

    AlmanacController(MongoOperations mongo) {
        this.mongo = mongo;
    }

    /** What happened at a station, oldest first. */
    @GetMapping("/almanac/{station}")
    List<AlmanacEntry> entries(@PathVariable("station") String station) {
        return mongo.find(
                query(where("station").is(station)).with(Sort.by("at")), AlmanacEntry.class, AlmanacEntry.COLLECTION);
    }
}
