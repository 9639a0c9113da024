-- Verdicts of a run that has not ended yet, of mails that may turn out to be half of a swap.
CREATE TABLE provisional_verdict (
  mail_id INTEGER NOT NULL REFERENCES mail (id),
  day     INTEGER NOT NULL,
  region  TEXT    NOT NULL,
  PRIMARY KEY (mail_id, day, region)
) STRICT, WITHOUT ROWID;
