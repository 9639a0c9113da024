-- The words of an op may go while what it did stays: its arguments are then what is left of them, and
-- the salt is empty, so that nobody can try guesses against the hash that the chain keeps.
DROP TRIGGER op_forbid_update;
CREATE TRIGGER op_forbid_update BEFORE UPDATE ON op
WHEN NOT (
  ((new.args_json IS NULL AND new.salt IS NULL) OR (old.args_json IS NOT NULL AND new.args_json IS NOT NULL AND length(new.salt) = 0))
  AND new.seq IS old.seq AND new.id IS old.id AND new.kind IS old.kind
  AND new.entity IS old.entity AND new.entity_id IS old.entity_id
  AND new.args_hash IS old.args_hash AND new.actor IS old.actor
  AND new.occurred_at IS old.occurred_at AND new.recorded_at IS old.recorded_at
  AND new.device IS old.device AND new.clock_flag IS old.clock_flag
  AND new.prev_hash IS old.prev_hash AND new.hash IS old.hash
)
BEGIN
  SELECT RAISE(ABORT, 'op is append-only');
END;
