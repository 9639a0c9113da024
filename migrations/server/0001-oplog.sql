-- What devices said, what was decided of it, and the streams by which it travels.

-- One line of mutations of one device; a roll-back or a copy of its profile begins another.
CREATE TABLE incarnation (
  inc           text COLLATE "C" PRIMARY KEY,
  device_id     text NOT NULL,
  -- Highest mutation decided, and its hash.
  lmid          bigint NOT NULL DEFAULT 0,
  lmid_hash     text,
  -- The op of the device's log before mutation 1; null until it is known.
  base_seq      bigint,
  base_hash     text,
  acked_through bigint NOT NULL DEFAULT 0,
  wire          integer NOT NULL,
  founded_at    bigint NOT NULL
);
CREATE INDEX incarnation_device ON incarnation (device_id);

-- Every mutation that ever arrived, with its verdict. `payload`: all that its hash is taken over.
-- Arguments and salt stand here only when no op holds them, and go when personal data must.
CREATE TABLE mutation_log (
  inc         text COLLATE "C" NOT NULL,
  mid         bigint NOT NULL,
  hash        text NOT NULL,
  verdict     text NOT NULL,
  code        text NOT NULL,
  detail      text NOT NULL,
  entity      text NOT NULL,
  entity_id   text NOT NULL,
  payload     text NOT NULL,
  args        text,
  salt        text,
  received_at bigint NOT NULL,
  PRIMARY KEY (inc, mid)
);
CREATE INDEX mutation_log_hash ON mutation_log (hash);
CREATE INDEX mutation_log_entity ON mutation_log (entity, entity_id);

-- What waits for a supervisor; the mutation itself stands in the log.
CREATE TABLE quarantine (
  inc         text COLLATE "C" NOT NULL,
  mid         bigint NOT NULL,
  reason      text NOT NULL,
  resolved_by text,
  resolved_at bigint,
  PRIMARY KEY (inc, mid)
);
CREATE INDEX quarantine_open ON quarantine (inc, mid) WHERE resolved_at IS NULL;

-- One row for each thing that ops are about: its lock, and the number of its last op.
CREATE TABLE entity_head (
  entity    text COLLATE "C" NOT NULL,
  entity_id text COLLATE "C" NOT NULL,
  ver       bigint NOT NULL DEFAULT 0,
  mail_no   text,
  -- Of an exception.
  cycle     integer,
  PRIMARY KEY (entity, entity_id)
);
CREATE INDEX entity_head_mail ON entity_head (mail_no) WHERE mail_no IS NOT NULL;

-- Ops that have their place among those of their entity. `mail_no`: seen where this mail is seen;
-- else `stream` says where.
CREATE TABLE op (
  entity      text COLLATE "C" NOT NULL,
  entity_id   text COLLATE "C" NOT NULL,
  ver         bigint NOT NULL,
  id          text NOT NULL,
  inc         text NOT NULL,
  mid         bigint NOT NULL,
  kind        text NOT NULL,
  sv          integer NOT NULL,
  args        text,
  salt        text,
  actor       text NOT NULL,
  occurred_at bigint NOT NULL,
  received_at bigint NOT NULL,
  clock_flag  text NOT NULL,
  verdict     text NOT NULL,
  code        text NOT NULL,
  detail      text NOT NULL,
  effect      text,
  mail_no     text,
  stream      text,
  PRIMARY KEY (entity, entity_id, ver)
);
CREATE UNIQUE INDEX op_id ON op (id);
CREATE INDEX op_mail ON op (mail_no) WHERE mail_no IS NOT NULL;

-- Facts of a mail, merged of what devices hold; the row is also the lock of all that belongs to the mail.
CREATE TABLE mail_fact (
  mail_no text COLLATE "C" PRIMARY KEY,
  body    text,
  streams text[] NOT NULL DEFAULT '{}',
  ver     bigint NOT NULL DEFAULT 0,
  -- Since then personal data is taken out of whatever comes.
  erased_at bigint
);

-- Files that ops refer to; who sees the mail, or the stream, may have the file.
CREATE TABLE file_ref (
  sha256  text NOT NULL,
  op_id   text NOT NULL,
  mail_no text,
  stream  text,
  PRIMARY KEY (sha256, op_id)
);

-- The counter of a stream. Its row is locked last in a transaction and held to the end, so that no
-- number becomes visible before a smaller one.
CREATE TABLE stream_head (
  stream     text COLLATE "C" PRIMARY KEY,
  seq        bigint NOT NULL DEFAULT 0,
  hash       text NOT NULL,
  -- The first row that is still there.
  min_seq    bigint NOT NULL DEFAULT 1,
  updated_at bigint NOT NULL
);
CREATE INDEX stream_head_updated ON stream_head (updated_at);

CREATE TABLE change (
  stream      text COLLATE "C" NOT NULL,
  seq         bigint NOT NULL,
  prev        text NOT NULL,
  hash        text NOT NULL,
  op          text NOT NULL,
  entity      text NOT NULL,
  id          text NOT NULL,
  row_ver     bigint NOT NULL,
  sv          integer NOT NULL,
  body        text,
  body_hash   text,
  inc         text NOT NULL,
  mid         bigint NOT NULL,
  actor       text NOT NULL,
  received_at bigint NOT NULL,
  PRIMARY KEY (stream, seq)
);
CREATE INDEX change_id ON change (entity, id);

-- The fold of client.save: what decides who may see a client's mails. Without a body it is a client
-- that facts name and nobody has saved.
CREATE TABLE client_account (
  code            text PRIMARY KEY,
  name            text NOT NULL,
  station         text NOT NULL DEFAULT '',
  account_manager text NOT NULL DEFAULT '',
  body            text
);
CREATE INDEX client_account_station ON client_account (station);
