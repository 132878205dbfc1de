package io.orderflow.projection.local;

import io.orderflow.eventstore.sample.Weather.RainFell;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.FetchType;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OrderColumn;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.List;

/** How much rain fell at a station, and where. */
@Entity
@Table(name = "station_view")
class StationView {

    @Id
    private String id;

    private long version = -1;

    @SuppressWarnings("UnusedVariable") // the tests read it by SQL
    private int millimetres;

    @ElementCollection(fetch = FetchType.EAGER)
    @CollectionTable(name = "station_view_fall", joinColumns = @JoinColumn(name = "station_id"))
    @OrderColumn(name = "position")
    @Column(name = "place")
    private List<String> places = new ArrayList<>();

    StationView() {}

    StationView(String id) {
        this.id = id;
    }

    void apply(RainFell rain, long sequence) {
        if (sequence > version) {
            version = sequence;
            millimetres += rain.millimetres();
            places.add(rain.place());
        }
    }
}
