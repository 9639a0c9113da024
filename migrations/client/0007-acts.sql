-- People's acts as they can be undone, snoozing, messages to clients, groups, saved views.

ALTER TABLE exception ADD COLUMN snoozed_until INTEGER;
ALTER TABLE exception ADD COLUMN snooze_reason TEXT;
ALTER TABLE exception ADD COLUMN pushed_at INTEGER;
ALTER TABLE exception ADD COLUMN pushes INTEGER NOT NULL DEFAULT 0;
ALTER TABLE exception ADD COLUMN push_waived TEXT;
-- A person's decision, else the suggestion, as with held_type and held_stage.
ALTER TABLE exception ADD COLUMN held_org TEXT;
UPDATE exception SET held_org = CASE WHEN stage IS NULL THEN suggested_org ELSE organisation END;

DROP INDEX exception_due;
DROP INDEX exception_warned;
-- The order of deadlines, with what takes a row out of 今日必办 for a while.
CREATE INDEX exception_due ON exception (status, due_at, id, snoozed_until);
CREATE INDEX exception_warned ON exception (status, warn_at, due_at, snoozed_until);
CREATE INDEX exception_group ON exception (status, held_type, held_org);
CREATE INDEX exception_org ON exception (status, held_org, due_at);
CREATE INDEX exception_snoozed ON exception (snoozed_until, status) WHERE snoozed_until IS NOT NULL;

-- One row for what a person did at one stroke, however many exceptions it touched; a fold of the
-- ops, whose ids begin with the act's.
CREATE TABLE act (
  seq      INTEGER PRIMARY KEY, -- of its first op
  last_seq INTEGER NOT NULL,
  id       TEXT    NOT NULL UNIQUE,
  actor    TEXT    NOT NULL,
  kind     TEXT    NOT NULL,
  at       INTEGER NOT NULL,
  ops      INTEGER NOT NULL,
  undone   INTEGER NOT NULL -- how many of them are taken back
) STRICT;
CREATE INDEX act_of_person ON act (actor, seq);
CREATE INDEX act_last ON act (last_seq, actor);
INSERT INTO act (seq, last_seq, id, actor, kind, at, ops, undone)
  SELECT seq, seq, id, actor, kind, occurred_at, 1, 0 FROM op WHERE entity = 'exception' AND actor <> 'system';
-- Exceptions of which something was taken back.
CREATE INDEX op_undo ON op (entity_id) WHERE kind = 'exception.undo';

CREATE TABLE saved_view (
  id         TEXT PRIMARY KEY,
  owner      TEXT NOT NULL,
  position   INTEGER NOT NULL,
  definition TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX saved_view_of_person ON saved_view (owner, position);
