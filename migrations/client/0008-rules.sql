-- Versions of the rules: the fold of rules.save and rules.withdraw. Nothing wrote the table before.
DROP TABLE rule_version;
CREATE TABLE rule_version (
  version          INTEGER PRIMARY KEY,
  effective_from   INTEGER NOT NULL,
  -- of the body, so that a version is parsed and compiled once
  hash             TEXT    NOT NULL,
  body             TEXT    NOT NULL,
  reason           TEXT    NOT NULL,
  based_on         INTEGER NOT NULL,
  saved_at         INTEGER NOT NULL,
  saved_by         TEXT    NOT NULL,
  withdrawn_at     INTEGER,
  withdrawn_by     TEXT,
  withdrawn_reason TEXT
) STRICT;
