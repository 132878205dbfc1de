-- Both tables are written by one projection, from events, in one transaction. When the model is built anew they are replaced,
-- and a key that ties one to the other would have to be tied again each time, to say what the projection says already.
ALTER TABLE order_view_line DROP CONSTRAINT order_view_line_order_id_fkey;
