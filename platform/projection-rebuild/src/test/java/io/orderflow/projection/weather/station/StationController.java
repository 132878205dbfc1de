package io.orderflow.projection.weather.station;

import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.DataClassRowMapper;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/stations/{station}")
class StationController {

    private static final String FIND = "SELECT station, millimetres FROM rainfall WHERE station = ?";

    private final CommandGateway commands;
    private final JdbcTemplate jdbc;

    StationController(CommandGateway commands, JdbcTemplate jdbc) {
        this.commands = commands;
        this.jdbc = jdbc;
    }

    @PostMapping("/readings")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void read(@PathVariable("station") String station, @RequestParam("level") int level) {
        commands.sendAndWait(new ReadGauge(station, level));
    }

    @GetMapping("/rainfall")
    Rainfall rainfall(@PathVariable("station") String station) {
        return jdbc.query(FIND, new DataClassRowMapper<>(Rainfall.class), station).stream()
                .findFirst()
                .orElseGet(() -> new Rainfall(station, 0));
    }
}
