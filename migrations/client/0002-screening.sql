-- Verdicts and their sums. A verdict is a record of (mail, day, region); its shared id is
-- the hash of these three and is derived, never stored.

CREATE TABLE verdict (
  day          INTEGER NOT NULL,
  region       TEXT NOT NULL,
  mail_id      INTEGER NOT NULL REFERENCES mail (id),
  verdict      TEXT NOT NULL,
  missing      TEXT NOT NULL,
  rules        TEXT NOT NULL,
  evaluated_at INTEGER NOT NULL,
  trace_as_of  INTEGER,
  late         INTEGER NOT NULL,
  -- 0: history of a slot that is no longer the mail's
  counted      INTEGER NOT NULL,
  rule_version INTEGER NOT NULL,
  device       TEXT NOT NULL,
  PRIMARY KEY (day, region, mail_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX verdict_by_mail ON verdict (mail_id);

-- Sums per slot, kept in the transaction of what they count; `verify` recounts them.
CREATE TABLE slot (
  day      INTEGER NOT NULL,
  region   TEXT NOT NULL,
  due      INTEGER NOT NULL DEFAULT 0,
  normal   INTEGER NOT NULL DEFAULT 0,
  abnormal INTEGER NOT NULL DEFAULT 0,
  on_time  INTEGER NOT NULL DEFAULT 0,
  late     INTEGER NOT NULL DEFAULT 0,
  PRIMARY KEY (day, region)
) STRICT, WITHOUT ROWID;

CREATE TABLE slot_run (
  day      INTEGER NOT NULL,
  region   TEXT NOT NULL,
  first_at INTEGER NOT NULL,
  last_at  INTEGER NOT NULL,
  catch_up INTEGER NOT NULL,
  PRIMARY KEY (day, region)
) STRICT, WITHOUT ROWID;

-- Scans of a mail in another city than its destination: the candidates of swapped labels.
CREATE TABLE stray (
  mail_id     INTEGER NOT NULL REFERENCES mail (id),
  city        TEXT NOT NULL,
  at          INTEGER NOT NULL,
  client_code TEXT NOT NULL,
  posting_day INTEGER NOT NULL,
  dest_city   TEXT NOT NULL,
  PRIMARY KEY (mail_id, city)
) STRICT, WITHOUT ROWID;
CREATE INDEX stray_partners ON stray (client_code, posting_day, dest_city, city);

-- Mails that have left after their keeping time: sums per (day, region, client) and ids.
CREATE TABLE verdict_kept (
  day         INTEGER NOT NULL,
  region      TEXT NOT NULL,
  client_code TEXT NOT NULL,
  due         INTEGER NOT NULL,
  normal      INTEGER NOT NULL,
  abnormal    INTEGER NOT NULL,
  on_time     INTEGER NOT NULL,
  late        INTEGER NOT NULL,
  PRIMARY KEY (day, region, client_code)
) STRICT, WITHOUT ROWID;
CREATE TABLE verdict_kept_id (
  id     TEXT PRIMARY KEY,
  day    INTEGER NOT NULL,
  region TEXT NOT NULL,
  client_code TEXT NOT NULL
) STRICT, WITHOUT ROWID;
