-- The orders that wait for an answer, and since when. They were tasks of db-scheduler, one each. No older instance may be
-- running: it would look for its orders among the tasks.
CREATE TABLE waiting_order (
    order_id bigint      PRIMARY KEY,
    since    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON waiting_order (since);

INSERT INTO waiting_order
SELECT task_instance::bigint, least(now(), execution_time - interval '${answer-timeout}')
FROM scheduled_tasks WHERE task_name = 'answer-overdue';

DELETE FROM scheduled_tasks WHERE task_name = 'answer-overdue';

-- How far fulfilment is, in one row that it changes with each of its batches. Counting would read a table of which most rows
-- are dead.
CREATE TABLE fulfilment_progress (
    newest   bigint NOT NULL,
    answered bigint NOT NULL,
    open     bigint NOT NULL,
    ended    bigint NOT NULL
) WITH (fillfactor = 10);

INSERT INTO fulfilment_progress
SELECT last_value, 0, (SELECT count(*) FROM association_value_entry WHERE association_key = 'orderId'), 0
FROM order_number_seq;
