-- Each list of orders has an index in its order. A read model that is just being built anew has tables of its own, which will take
-- the place of these.
DO $$
DECLARE
    model text;
BEGIN
    FOR model IN
        SELECT schemaname FROM pg_tables WHERE tablename = 'order_view' AND schemaname IN (current_schema(), 'rebuild')
    LOOP
        EXECUTE format('CREATE INDEX ON %I.order_view (created_at, id)', model);
        EXECUTE format('CREATE INDEX ON %I.order_view (status, created_at, id)', model);
        EXECUTE format('CREATE INDEX ON %I.order_view_line (product_id, order_id)', model);
    END LOOP;
END $$;
