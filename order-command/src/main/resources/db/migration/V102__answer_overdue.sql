-- That an answer is overdue has become an event. A saga no longer knows its deadline, and orders that wait get a new one each,
-- as nobody handles the old ones any more. No older instance may be running: it would take such a saga for one of an order that
-- has ended.
UPDATE saga_entry
SET serialized_saga = convert_to((convert_from(serialized_saga, 'UTF8')::jsonb - 'deadline')::text, 'UTF8');

DELETE FROM scheduled_tasks WHERE task_name <> 'answer-overdue';

INSERT INTO scheduled_tasks (task_name, task_instance, execution_time, picked, version)
SELECT 'answer-overdue', association_value, now() + interval '${answer-timeout}', false, 1
FROM association_value_entry WHERE association_key = 'orderId'
ON CONFLICT DO NOTHING;
