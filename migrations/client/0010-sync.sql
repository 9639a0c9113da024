-- What a ledger that has joined a server keeps beside its own log. Without a server all of this is empty.

-- One row once the ledger has joined. Numbers are those of `op`: the number of a mutation within its
-- incarnation is seq - base_seq.
CREATE TABLE sync_state (
  one              INTEGER PRIMARY KEY CHECK (one = 1),
  url              TEXT    NOT NULL,
  server_name      TEXT    NOT NULL,
  device_name      TEXT    NOT NULL,
  inc              TEXT    NOT NULL,
  epoch            TEXT    NOT NULL,
  base_seq         INTEGER NOT NULL,
  -- the server has taken everything up to here
  acked_seq        INTEGER NOT NULL,
  -- the effects of everything up to here have come back with a complete pull
  confirmed_seq    INTEGER NOT NULL,
  phase            TEXT    NOT NULL CHECK (phase IN ('live', 'rekeying', 'breaker', 'revoked', 'upgrade')),
  -- incarnation that is being taken, or the stream that asks to delete a great many rows
  phase_detail     TEXT    NOT NULL DEFAULT '',
  people_json      TEXT    NOT NULL,
  -- of the mails up to row fill_through, which the ledger held before, those up to filled_mail have
  -- been put into the outbox of facts
  filled_mail      INTEGER NOT NULL DEFAULT 0,
  fill_through     INTEGER NOT NULL DEFAULT 0,
  enrolled_at      INTEGER NOT NULL,
  last_exchange_at INTEGER,
  offline_since    INTEGER,
  last_failure     TEXT,
  clock_offset_ms  INTEGER NOT NULL DEFAULT 0,
  received         INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE stream_state (
  stream        TEXT    PRIMARY KEY,
  cursor        INTEGER NOT NULL,
  -- of the row at the cursor; empty when the rows before it are gone at the server
  head_hash     TEXT    NOT NULL,
  -- highest number that the server has told of
  head          INTEGER NOT NULL,
  bootstrapping INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Ops as the server decided them, one's own and others'. `ver` orders the ops of one entity; 0 for
-- what was refused.
CREATE TABLE decided_op (
  id          TEXT    PRIMARY KEY,
  entity      TEXT    NOT NULL,
  entity_id   TEXT    NOT NULL,
  ver         INTEGER NOT NULL,
  inc         TEXT    NOT NULL,
  mid         INTEGER NOT NULL,
  kind        TEXT    NOT NULL,
  sv          INTEGER NOT NULL,
  args_json   TEXT,
  actor       TEXT    NOT NULL,
  occurred_at INTEGER NOT NULL,
  received_at INTEGER NOT NULL,
  clock_flag  TEXT    NOT NULL,
  verdict     TEXT    NOT NULL CHECK (verdict IN ('applied', 'merged', 'superseded', 'rejected', 'quarantined')),
  code        TEXT    NOT NULL,
  detail_json TEXT    NOT NULL,
  -- what counts instead of kind and args
  effect_json TEXT,
  -- the person whom it overruled has taken note
  seen_at     INTEGER
) STRICT;
CREATE INDEX decided_by_entity ON decided_op (entity, entity_id, ver);
CREATE INDEX decided_conflicts ON decided_op (code) WHERE code = 'field-conflict';
-- Exceptions of which something was taken back, as with op_undo.
CREATE INDEX decided_undo ON decided_op (entity_id) WHERE kind = 'exception.undo';

-- What the server answered to each op of this ledger.
CREATE TABLE own_verdict (
  seq         INTEGER PRIMARY KEY,
  verdict     TEXT    NOT NULL,
  code        TEXT    NOT NULL,
  detail_json TEXT    NOT NULL,
  told_at     INTEGER NOT NULL,
  -- the person has taken note
  seen_at     INTEGER
) STRICT;
CREATE INDEX own_verdict_told ON own_verdict (seq) WHERE verdict <> 'applied';

-- Ids that people had here before they joined, and those by which the server knows them.
CREATE TABLE person_alias (
  local_id  TEXT PRIMARY KEY,
  person_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- How much of its entity's history this ledger held when an own op was written.
CREATE TABLE op_seen (
  seq INTEGER PRIMARY KEY,
  ver INTEGER NOT NULL
) STRICT;

-- By which streams a row is visible here: whoever loses the last one loses the row.
CREATE TABLE row_stream (
  stream   TEXT    NOT NULL,
  entity   TEXT    NOT NULL,
  id       TEXT    NOT NULL,
  row_ver  INTEGER NOT NULL,
  -- 1: the stream begins anew and has not named the row again yet
  stale    INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (stream, entity, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX row_stream_of_row ON row_stream (entity, id);
CREATE INDEX row_stream_stale ON row_stream (stream) WHERE stale = 1;

-- Mails whose facts the server has not got yet; the number grows with each change.
CREATE TABLE fact_outbox (
  mail_no TEXT    PRIMARY KEY,
  version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What a newer server sent and this program does not know.
CREATE TABLE parked_change (
  stream TEXT    NOT NULL,
  seq    INTEGER NOT NULL,
  raw    TEXT    NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE blob (
  sha256 TEXT    PRIMARY KEY,
  size   INTEGER NOT NULL,
  mime   TEXT    NOT NULL,
  path   TEXT    NOT NULL,
  state  TEXT    NOT NULL CHECK (state IN ('local', 'remote')),
  offset INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;
CREATE INDEX blob_local ON blob (sha256) WHERE state = 'local';
