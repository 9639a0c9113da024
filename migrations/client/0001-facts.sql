-- What the postal systems say: files, mails, statements, scans. Facts are keyed by their
-- own identity and merged idempotently in any order; they are not ops.

CREATE TABLE import_file (
  id            INTEGER PRIMARY KEY,
  uid           TEXT NOT NULL UNIQUE,
  sha256        TEXT NOT NULL,
  name          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  format        TEXT NOT NULL,
  source        TEXT NOT NULL,
  as_of         INTEGER NOT NULL,
  mapping       TEXT,
  state         TEXT NOT NULL,
  reason        TEXT,
  path          TEXT,
  actor         TEXT,
  started_at    INTEGER NOT NULL,
  finished_at   INTEGER,
  bytes_read    INTEGER NOT NULL DEFAULT 0,
  bytes_total   INTEGER NOT NULL DEFAULT 0,
  -- rows taken or refused in committed batches, in the parser's order: where a resumed import goes on
  rows_done     INTEGER NOT NULL DEFAULT 0,
  rows_new      INTEGER NOT NULL DEFAULT 0,
  rows_updated  INTEGER NOT NULL DEFAULT 0,
  rows_repeated INTEGER NOT NULL DEFAULT 0,
  rows_refused  INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX import_file_by_content ON import_file (sha256, as_of, kind);

CREATE TABLE refusal (
  id         INTEGER PRIMARY KEY,
  file_id    INTEGER NOT NULL REFERENCES import_file (id),
  row        INTEGER NOT NULL,
  reason     TEXT NOT NULL,
  values_json TEXT NOT NULL
) STRICT;
CREATE INDEX refusal_by_file ON refusal (file_id, id);

-- Mappings that a person confirmed, per source and heading set.
CREATE TABLE import_mapping (
  fingerprint TEXT PRIMARY KEY,
  mapping     TEXT NOT NULL,
  saved_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE mail (
  id            INTEGER PRIMARY KEY,
  mail_no       TEXT NOT NULL UNIQUE,
  trace_as_of   INTEGER,
  -- 1: facts changed since the last fold; 2: folded, not yet evaluated; 0: evaluated
  dirty         INTEGER NOT NULL DEFAULT 1,
  -- next moment at which a rule could fire or a slot opens; null: only new facts can change anything
  next_at       INTEGER,
  -- the fold, as of the last time the facts changed
  accepted_at   INTEGER,
  posting_day   INTEGER,
  region        TEXT,
  region_basis  TEXT,
  stage         TEXT,
  terminal      INTEGER NOT NULL DEFAULT 0,
  client_code   TEXT,
  dest_city     TEXT
) STRICT;
CREATE INDEX mail_changed ON mail (id) WHERE dirty > 0;
CREATE INDEX mail_next ON mail (next_at) WHERE next_at IS NOT NULL;
CREATE INDEX mail_slot ON mail (posting_day, region);
CREATE INDEX mail_watched ON mail (region, trace_as_of)
  WHERE terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL;
CREATE INDEX mail_without_acceptance ON mail (id) WHERE dirty <> 1 AND posting_day IS NULL;

-- One row per mail, source and distinct wording; as_of is the newest time that it was stated.
CREATE TABLE mail_statement (
  mail_id  INTEGER NOT NULL REFERENCES mail (id),
  n        INTEGER NOT NULL,
  source   TEXT NOT NULL,
  as_of    INTEGER NOT NULL,
  fields   TEXT NOT NULL,
  file_id  INTEGER NOT NULL REFERENCES import_file (id),
  row      INTEGER NOT NULL,
  PRIMARY KEY (mail_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE event (
  mail_id  INTEGER NOT NULL REFERENCES mail (id),
  at       INTEGER NOT NULL,
  code     TEXT NOT NULL,
  -- organisation code, or else its name
  org_key  TEXT NOT NULL,
  system   TEXT NOT NULL,
  name     TEXT NOT NULL,
  text     TEXT NOT NULL,
  org_name TEXT NOT NULL,
  province TEXT NOT NULL,
  city     TEXT NOT NULL,
  summary  INTEGER NOT NULL,
  source   TEXT NOT NULL,
  file_id  INTEGER NOT NULL REFERENCES import_file (id),
  -- copies of the same scan that differ in any of the columns above: JSON array of arrays
  copies   TEXT,
  has_org_code INTEGER NOT NULL,
  PRIMARY KEY (mail_id, at, code, org_key, system)
) STRICT, WITHOUT ROWID;

CREATE TABLE no_data (
  mail_id INTEGER NOT NULL REFERENCES mail (id),
  as_of   INTEGER NOT NULL,
  source  TEXT NOT NULL,
  file_id INTEGER NOT NULL REFERENCES import_file (id),
  PRIMARY KEY (mail_id, as_of, source)
) STRICT, WITHOUT ROWID;

-- Codes that the tables do not know, kept for the supervisor.
CREATE TABLE unseen_code (
  system   TEXT NOT NULL,
  code     TEXT NOT NULL,
  name     TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  PRIMARY KEY (system, code, name)
) STRICT, WITHOUT ROWID;
