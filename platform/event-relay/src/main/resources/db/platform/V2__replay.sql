-- Replays that others asked for, and how far each is. Kept for some days after its end, so that a request that is delivered
-- again is known.
CREATE TABLE replay (
    id           varchar(255) PRIMARY KEY,
    queue        varchar(255) NOT NULL,
    routing_keys text[]       NOT NULL,
    requested_at timestamptz  NOT NULL DEFAULT now(),
    continued_at timestamptz  NOT NULL DEFAULT now(),
    total        bigint,
    sent         bigint       NOT NULL DEFAULT 0,
    position     bigint       NOT NULL DEFAULT -1,
    ended_at     timestamptz,
    outcome      text
);
CREATE INDEX ON replay (continued_at) WHERE ended_at IS NULL;
