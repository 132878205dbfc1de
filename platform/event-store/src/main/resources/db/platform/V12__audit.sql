-- What people did: who, what, to what, and when. Kept for some months.
CREATE TABLE audit_entry (
    id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL DEFAULT now(),
    who    text        NOT NULL,
    action text        NOT NULL,
    target text        NOT NULL,
    detail text        NOT NULL
);
CREATE INDEX ON audit_entry (at);
