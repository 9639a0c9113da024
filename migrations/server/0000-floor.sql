-- What has been applied here: number, name and hash of every step, in order.
CREATE TABLE schema_migration (
  number integer PRIMARY KEY,
  name text NOT NULL,
  sha256 text NOT NULL,
  applied_at bigint NOT NULL
);

-- Identity of this line of time. A restore makes a new one, and devices then send again what they know.
CREATE TABLE sync_epoch (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  epoch text NOT NULL,
  reason text NOT NULL CHECK (reason IN ('founded', 'restored', 'repaired')),
  set_at bigint NOT NULL
);

-- People: the fold of the person ops, written where these are decided.
CREATE TABLE account (
  person_id text PRIMARY KEY,
  staff_no text NOT NULL,
  name text NOT NULL,
  role text NOT NULL,
  station text NOT NULL DEFAULT '',
  clients text[] NOT NULL DEFAULT '{}',
  removed boolean NOT NULL DEFAULT false
);
CREATE UNIQUE INDEX account_staff_no ON account (staff_no) WHERE NOT removed;

-- Installations. The public key is Ed25519, SPKI DER, base64.
CREATE TABLE device (
  device_id text PRIMARY KEY,
  public_key text NOT NULL,
  name text NOT NULL,
  enrolled_at bigint NOT NULL,
  enrolled_by text NOT NULL,
  revoked_at bigint,
  last_seen_at bigint NOT NULL
);

CREATE TABLE device_person (
  device_id text NOT NULL REFERENCES device,
  person_id text NOT NULL REFERENCES account,
  enrolled_at bigint NOT NULL,
  PRIMARY KEY (device_id, person_id)
);
CREATE INDEX device_person_person ON device_person (person_id);

-- The id that a person had on a machine before it joined: acts under it count as the person's.
CREATE TABLE person_alias (
  device_id text NOT NULL REFERENCES device,
  local_id text NOT NULL,
  person_id text NOT NULL REFERENCES account,
  bound_at bigint NOT NULL,
  PRIMARY KEY (device_id, local_id)
);

-- One-time codes: `selector` finds the row, the hash proves the rest, five wrong tries end it.
CREATE TABLE enrolment_code (
  selector text PRIMARY KEY,
  hash text NOT NULL,
  person_id text NOT NULL REFERENCES account,
  made_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  tries integer NOT NULL DEFAULT 0,
  used_at bigint,
  device_id text
);

-- Signed requests of the last 24 hours; none is taken twice.
CREATE TABLE nonce (
  inc text NOT NULL,
  nonce text NOT NULL,
  at bigint NOT NULL,
  PRIMARY KEY (inc, nonce)
);
CREATE INDEX nonce_at ON nonce (at);

-- Attachments whose bytes lie in the data folder, whole and with the right hash.
CREATE TABLE blob (
  sha256 text PRIMARY KEY,
  bytes bigint NOT NULL,
  device_id text NOT NULL,
  received_at bigint NOT NULL
);
