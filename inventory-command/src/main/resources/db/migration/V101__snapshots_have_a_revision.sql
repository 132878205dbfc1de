-- Those that are there are of the first, so that no product has to be read from all of its events.
UPDATE snapshot_event_entry SET payload_revision = '1' WHERE payload_revision IS NULL;
