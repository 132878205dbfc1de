-- The station's read model. The version is the number of the last event that is in it.
CREATE TABLE rainfall (
    station     varchar(255) PRIMARY KEY,
    millimetres integer      NOT NULL,
    version     bigint       NOT NULL
);
