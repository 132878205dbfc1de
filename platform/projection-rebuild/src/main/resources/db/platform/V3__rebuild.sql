-- Rebuilds of this service's read models, running and ended.
CREATE TABLE projection_rebuild (
    projection  varchar(255) NOT NULL,
    id          bigint       NOT NULL,
    state       varchar(16)  NOT NULL DEFAULT 'running',
    processed   bigint       NOT NULL DEFAULT 0,
    total       bigint       NOT NULL,
    -- How far the new model is, as JSON; null before its first event.
    token       text,
    -- Tries in a row that got no further.
    failures    integer      NOT NULL DEFAULT 0,
    reason      text,
    started_at  timestamptz  NOT NULL DEFAULT now(),
    finished_at timestamptz,
    PRIMARY KEY (projection, id)
);
-- One at a time, also between two instances of the service.
CREATE UNIQUE INDEX ON projection_rebuild (projection) WHERE state = 'running';

-- Where a new model is built, in tables that are named as those which readers see.
CREATE SCHEMA rebuild;
