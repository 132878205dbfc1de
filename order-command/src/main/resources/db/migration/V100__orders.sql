CREATE SEQUENCE order_number_seq INCREMENT BY 1 CACHE 1;

CREATE TABLE order_view (
    id          bigint         PRIMARY KEY,
    version     bigint         NOT NULL,
    status      varchar(16)    NOT NULL,
    reason      text,
    total_price numeric(15, 2) NOT NULL,
    created_at  timestamptz    NOT NULL
);
CREATE INDEX ON order_view (status, id);

CREATE TABLE order_view_line (
    order_id   bigint         NOT NULL REFERENCES order_view,
    position   integer        NOT NULL,
    product_id bigint         NOT NULL,
    quantity   integer        NOT NULL,
    unit_price numeric(15, 2) NOT NULL,
    PRIMARY KEY (order_id, position)
);

-- db-scheduler's table, which holds the deadlines of orders that wait for an answer.
CREATE TABLE scheduled_tasks (
    task_name            text        NOT NULL,
    task_instance        text        NOT NULL,
    task_data            bytea,
    execution_time       timestamptz NOT NULL,
    picked               boolean     NOT NULL,
    picked_by            text,
    last_success         timestamptz,
    last_failure         timestamptz,
    consecutive_failures integer,
    last_heartbeat       timestamptz,
    version              bigint      NOT NULL,
    priority             smallint,
    PRIMARY KEY (task_name, task_instance)
);
CREATE INDEX ON scheduled_tasks (execution_time);
CREATE INDEX ON scheduled_tasks (last_heartbeat);

CREATE TABLE idempotency_key (
    key         varchar(255) PRIMARY KEY,
    fingerprint text         NOT NULL,
    order_id    bigint       NOT NULL,
    created_at  timestamptz  NOT NULL DEFAULT now()
);
CREATE INDEX ON idempotency_key (created_at);
