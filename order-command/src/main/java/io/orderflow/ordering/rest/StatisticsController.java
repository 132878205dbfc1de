package io.orderflow.ordering.rest;

import io.orderflow.ordering.statistics.OrderBucket;
import io.orderflow.ordering.statistics.OrderStatistics;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/orders/statistics")
class StatisticsController {

    private final OrderStatistics statistics;

    StatisticsController(OrderStatistics statistics) {
        this.statistics = statistics;
    }

    /** What happened to orders, in buckets of so many seconds. */
    record OrderStatisticsResponse(long bucketSeconds, List<OrderBucket> buckets) {}

    /** Of the last 15 minutes, or of those since `from`, bucket by bucket as far as they are over, the oldest first. */
    @GetMapping
    OrderStatisticsResponse statistics(@RequestParam(name = "from", required = false) Instant from) {
        return new OrderStatisticsResponse(
                OrderStatistics.BUCKET.toSeconds(), statistics.since(from == null ? Instant.EPOCH : from));
    }
}
