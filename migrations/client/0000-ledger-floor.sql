-- What every ledger stands on: its schema history, marks, log of acts, persisted jobs.

CREATE TABLE schema_migration (
  number      INTEGER PRIMARY KEY,
  name        TEXT    NOT NULL,
  sha256      TEXT    NOT NULL,
  applied_at  INTEGER NOT NULL,
  app_version TEXT    NOT NULL
) STRICT;

CREATE TABLE meta (
  key   TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Append-only. args_json and salt are erased together when personal data must go;
-- args_hash = HMAC-SHA-256(salt, args_json) stays, so that the chain still verifies.
CREATE TABLE op (
  seq         INTEGER PRIMARY KEY,
  id          TEXT    NOT NULL UNIQUE,
  kind        TEXT    NOT NULL,
  entity      TEXT    NOT NULL,
  entity_id   TEXT    NOT NULL,
  args_json   TEXT,
  salt        BLOB,
  args_hash   BLOB    NOT NULL,
  actor       TEXT    NOT NULL,
  occurred_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  device      TEXT    NOT NULL,
  clock_flag  TEXT    NOT NULL CHECK (clock_flag IN ('ok', 'jumped', 'behind')),
  prev_hash   BLOB    NOT NULL,
  hash        BLOB    NOT NULL,
  CHECK ((args_json IS NULL) = (salt IS NULL))
) STRICT;

CREATE INDEX op_by_entity ON op (entity, entity_id, seq);

CREATE TRIGGER op_forbid_delete BEFORE DELETE ON op
BEGIN
  SELECT RAISE(ABORT, 'op is append-only');
END;

CREATE TRIGGER op_forbid_update BEFORE UPDATE ON op
WHEN NOT (
  new.args_json IS NULL AND new.salt IS NULL
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

CREATE TABLE job (
  id              TEXT    PRIMARY KEY,
  kind            TEXT    NOT NULL,
  input_json      TEXT    NOT NULL,
  state           TEXT    NOT NULL CHECK (state IN ('waiting', 'running', 'paused', 'done', 'failed', 'cancelled')),
  unique_key      TEXT,
  priority        INTEGER NOT NULL DEFAULT 0,
  attempts        INTEGER NOT NULL DEFAULT 0,
  max_attempts    INTEGER NOT NULL,
  crashes         INTEGER NOT NULL DEFAULT 0,
  run_after       INTEGER NOT NULL,
  checkpoint_json TEXT,
  progress_json   TEXT,
  result_json     TEXT,
  error_code      TEXT,
  error_reason    TEXT,
  error_detail    TEXT,
  requested       TEXT    CHECK (requested IN ('pause', 'cancel')),
  created_by      TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  started_at      INTEGER,
  finished_at     INTEGER
) STRICT, WITHOUT ROWID;

CREATE INDEX job_by_turn ON job (state, priority DESC, run_after, created_at);
-- At most one unfinished job for one reason.
CREATE UNIQUE INDEX job_unfinished ON job (kind, unique_key)
  WHERE unique_key IS NOT NULL AND state IN ('waiting', 'running', 'paused');
