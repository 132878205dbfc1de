-- Processors that no instance is to run, until somebody takes them out again.
CREATE TABLE paused_processor (
    name  varchar(255) PRIMARY KEY,
    since timestamptz  NOT NULL DEFAULT now(),
    who   text         NOT NULL
);
