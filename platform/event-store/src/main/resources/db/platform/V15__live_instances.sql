-- The instances of the service that share the work of its processors, and when each has last said that it is alive.
CREATE TABLE live_instance (
    name varchar(255) PRIMARY KEY,
    seen timestamptz  NOT NULL
);
