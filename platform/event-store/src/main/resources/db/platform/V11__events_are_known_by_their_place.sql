-- Nothing looks an event up by its identifier: it is known by its aggregate and sequence number, or, of no aggregate, stands
-- under its identifier in their place. Identifiers are random, so their index cost most of what an event writes.
ALTER TABLE domain_event_entry DROP CONSTRAINT domain_event_entry_event_identifier_key;
