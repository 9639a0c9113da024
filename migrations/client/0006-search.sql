-- What search finds by. All of it is derived from mails, clients, exceptions and ops and is brought
-- up in idle time; `verify` recounts it, and what lies beyond a mark is looked at without it.

-- Up to which id (or op number) the rows of a kind are in the index. The epoch grows when what had
-- been indexed has changed, so that what was remembered of it is read again.
CREATE TABLE search_mark (
  kind    TEXT PRIMARY KEY,
  through INTEGER NOT NULL,
  epoch   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO search_mark (kind, through, epoch) VALUES ('mail', 0, 0), ('exception', 0, 0), ('op', 0, 0), ('client', 0, 0);

-- Mail numbers side by side, `width` bytes each, in order of the rows' ids: any part of a number is
-- found by reading through them.
CREATE TABLE search_number (
  kind    TEXT    NOT NULL,
  chunk   INTEGER NOT NULL,
  width   INTEGER NOT NULL,
  numbers BLOB    NOT NULL,
  PRIMARY KEY (kind, chunk)
) STRICT;

-- How clients' names can be read in pinyin; the name that was read stands beside it.
CREATE TABLE search_client (
  code     TEXT PRIMARY KEY,
  name     TEXT NOT NULL,
  readings TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Pairs of neighbouring characters of what people wrote (rowid: the op's number) and of what an
-- exception names (rowid: its id), masked as screens show it. The texts themselves stay where they are.
CREATE VIRTUAL TABLE search_passage USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE search_exception USING fts5(words, content = '', contentless_delete = 1, tokenize = 'ascii');
CREATE VIRTUAL TABLE search_passage_pair USING fts5vocab(search_passage, instance);
CREATE VIRTUAL TABLE search_exception_pair USING fts5vocab(search_exception, instance);

-- What each person searched for lately; nobody else reads it.
CREATE TABLE search_recent (
  person TEXT    NOT NULL,
  text   TEXT    NOT NULL,
  at     INTEGER NOT NULL,
  PRIMARY KEY (person, text)
) STRICT, WITHOUT ROWID;
