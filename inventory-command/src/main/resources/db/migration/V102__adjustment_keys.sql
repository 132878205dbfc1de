-- Which adjustment each Idempotency-Key stands for, and what its answer was.
CREATE TABLE idempotency_key (
    key        text         PRIMARY KEY,
    product_id bigint       NOT NULL,
    by         bigint       NOT NULL,
    reason     text         NOT NULL,
    name       text         NOT NULL,
    stock      bigint       NOT NULL,
    version    bigint       NOT NULL,
    created_at timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX ON idempotency_key (created_at);
