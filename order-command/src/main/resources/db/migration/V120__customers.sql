-- Whose an order is; those there are belong to nobody. A read model that is just being built anew has tables of its own.
DO $$
DECLARE
    model text;
BEGIN
    FOR model IN
        SELECT schemaname FROM pg_tables WHERE tablename = 'order_view' AND schemaname IN (current_schema(), 'rebuild')
    LOOP
        EXECUTE format('ALTER TABLE %I.order_view ADD COLUMN customer varchar(255)', model);
        EXECUTE format('CREATE INDEX ON %I.order_view (customer, id) WHERE customer IS NOT NULL', model);
    END LOOP;
END $$;

-- A key is kept behind its customer's name.
ALTER TABLE idempotency_key ALTER COLUMN key TYPE text;
