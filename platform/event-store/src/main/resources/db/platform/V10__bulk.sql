-- Rows draw their numbers as they are inserted, so that many can be by one statement.
ALTER TABLE domain_event_entry ALTER COLUMN global_index SET DEFAULT nextval('domain_event_entry_seq');

-- An association is known by what it ties.
ALTER TABLE association_value_entry DROP COLUMN id;
DROP SEQUENCE association_value_entry_seq;

-- Nothing maps it any more.
DROP TABLE dead_letter_entry;
