-- Clients of onsite people, the station (揽投部) of clients: what a person's scope is made of.
ALTER TABLE person ADD COLUMN clients_json TEXT NOT NULL DEFAULT '[]';
ALTER TABLE client ADD COLUMN station TEXT NOT NULL DEFAULT '';

-- What people did, for the audit: by time, of one person, and the rarer kinds. The acts on
-- exceptions, the greatest part, have no index of their own by kind.
CREATE INDEX op_of_people ON op (occurred_at, id) WHERE actor <> 'system';
CREATE INDEX op_of_person ON op (actor, occurred_at, id) WHERE actor <> 'system';
CREATE INDEX op_of_kind ON op (kind, occurred_at, id) WHERE actor <> 'system' AND entity <> 'exception';
-- The same for what other machines did.
CREATE INDEX decided_of_people ON decided_op (occurred_at, id) WHERE actor <> 'system';
CREATE INDEX decided_of_person ON decided_op (actor, occurred_at, id) WHERE actor <> 'system';
CREATE INDEX decided_of_kind ON decided_op (kind, occurred_at, id) WHERE actor <> 'system' AND entity <> 'exception';
