CREATE TABLE station_view (
    id          varchar(255) PRIMARY KEY,
    version     bigint       NOT NULL,
    millimetres integer      NOT NULL CHECK (millimetres >= 0)
);
CREATE INDEX ON station_view (millimetres, id);

CREATE TABLE station_view_fall (
    station_id  varchar(255) NOT NULL,
    position    integer      NOT NULL,
    place       text         NOT NULL,
    PRIMARY KEY (station_id, position)
);

CREATE TABLE price_view (
    order_id    bigint         PRIMARY KEY,
    total_price numeric(15, 2) NOT NULL
);
