-- Folds of ops: exceptions with their findings, what people recorded of mails, clients, people.

CREATE TABLE exception (
  id                INTEGER PRIMARY KEY,
  uid               TEXT NOT NULL UNIQUE,
  mail_no           TEXT NOT NULL,
  cycle             INTEGER NOT NULL,
  status            TEXT NOT NULL,
  raised_at         INTEGER NOT NULL,
  day               INTEGER,
  region            TEXT NOT NULL,
  client_code       TEXT,
  main_rule         TEXT NOT NULL,
  suggested_type    TEXT NOT NULL,
  suggested_stage   TEXT NOT NULL,
  suggested_org     TEXT,
  priority          TEXT NOT NULL,
  type              TEXT,
  stage             TEXT,
  organisation      TEXT,
  owner             TEXT,
  first_asker       TEXT,
  claimed_at        INTEGER,
  intervention_due  INTEGER NOT NULL,
  intervention_at   INTEGER,
  follow_ups        INTEGER NOT NULL,
  last_follow_up_at INTEGER,
  last_follow_up_by TEXT,
  last_follow_up    TEXT,
  next_at           INTEGER,
  feedback_at       INTEGER,
  feedback          TEXT,
  self_cleared_at   INTEGER,
  closed_at         INTEGER,
  closed_by         TEXT,
  result            TEXT,
  UNIQUE (mail_no, cycle)
) STRICT;
CREATE INDEX exception_open ON exception (status, intervention_due);
CREATE INDEX exception_client ON exception (client_code, status);

CREATE TABLE finding (
  exception_uid TEXT NOT NULL,
  rule          TEXT NOT NULL,
  since         INTEGER NOT NULL,
  evidence      TEXT NOT NULL,
  PRIMARY KEY (exception_uid, rule)
) STRICT, WITHOUT ROWID;

CREATE TABLE mail_record (
  id      INTEGER PRIMARY KEY,
  mail_no TEXT NOT NULL,
  kind    TEXT NOT NULL,
  at      INTEGER NOT NULL,
  value   TEXT NOT NULL,
  reason  TEXT NOT NULL,
  actor   TEXT NOT NULL
) STRICT;
CREATE INDEX mail_record_by_mail ON mail_record (mail_no, id);

CREATE TABLE client (
  code            TEXT PRIMARY KEY,
  name            TEXT NOT NULL,
  tiers           TEXT NOT NULL,
  account_manager TEXT NOT NULL,
  industry        TEXT NOT NULL,
  groups_json     TEXT NOT NULL,
  seen_only       INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person (
  id       TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  staff_no TEXT NOT NULL,
  role     TEXT NOT NULL,
  station  TEXT NOT NULL,
  removed  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE rule_version (
  version        INTEGER PRIMARY KEY,
  effective_from INTEGER NOT NULL,
  body           TEXT NOT NULL
) STRICT;
