import { STREAM_GENESIS } from '#shared/wire/change.ts';
import type { Decision } from '#shared/wire/mutation.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../ledger/index.ts';
import { noteConfirmed } from '../ledger/index.ts';

export type SyncPhase = 'live' | 'rekeying' | 'breaker' | 'revoked' | 'upgrade';
export type EnrolledPerson = { id: string; staffNo: string; name: string; role: string; station: string };

/** How a ledger stands to its server; numbers are those of the ledger's own log. */
export type SyncState = {
  url: string;
  serverName: string;
  deviceName: string;
  inc: string;
  epoch: string;
  baseSeq: number;
  ackedSeq: number;
  confirmedSeq: number;
  phase: SyncPhase;
  phaseDetail: string;
  people: readonly EnrolledPerson[];
  /** Of the mails up to row `fillThrough` those up to `filledMail` have been put into the outbox of facts. */
  filledMail: number;
  fillThrough: number;
  enrolledAt: number;
  lastExchangeAt: number | null;
  offlineSince: number | null;
  lastFailure: string | null;
  clockOffsetMs: number;
  received: number;
};
type Row = {
  url: string;
  server_name: string;
  device_name: string;
  inc: string;
  epoch: string;
  base_seq: number;
  acked_seq: number;
  confirmed_seq: number;
  phase: SyncPhase;
  phase_detail: string;
  people_json: string;
  filled_mail: number;
  fill_through: number;
  enrolled_at: number;
  last_exchange_at: number | null;
  offline_since: number | null;
  last_failure: string | null;
  clock_offset_ms: number;
  received: number;
};

/** Undefined while the ledger has joined no server. */
export function findSyncState(tx: ReadTx): SyncState | undefined {
  const row = tx.get<Row>('SELECT * FROM sync_state');
  if (!row) return undefined;
  return {
    url: row.url,
    serverName: row.server_name,
    deviceName: row.device_name,
    inc: row.inc,
    epoch: row.epoch,
    baseSeq: row.base_seq,
    ackedSeq: row.acked_seq,
    confirmedSeq: row.confirmed_seq,
    phase: row.phase,
    phaseDetail: row.phase_detail,
    people: JSON.parse(row.people_json) as EnrolledPerson[],
    filledMail: row.filled_mail,
    fillThrough: row.fill_through,
    enrolledAt: row.enrolled_at,
    lastExchangeAt: row.last_exchange_at,
    offlineSince: row.offline_since,
    lastFailure: row.last_failure,
    clockOffsetMs: row.clock_offset_ms,
    received: row.received,
  };
}

export type NewServer = {
  url: string;
  serverName: string;
  deviceName: string;
  inc: string;
  epoch: string;
  person: EnrolledPerson;
};

/** From now on the ledger has a server; all its ops wait for it, and all its mails. */
export function joinServer(tx: WriteTx, server: NewServer): void {
  const { url, serverName, deviceName, inc, epoch, person } = server;
  tx.run(
    `INSERT INTO sync_state (one, url, server_name, device_name, inc, epoch, base_seq, acked_seq, confirmed_seq,
       phase, people_json, enrolled_at) VALUES (1, ?, ?, ?, ?, ?, 0, 0, 0, 'live', ?, ?)`,
    [url, serverName, deviceName, inc, epoch, canonicalJson([person]), tx.environment.clock.now()],
  );
  fillFacts(tx);
  noteSync(tx);
}

/** Every mail that the ledger holds now is to be told. */
export function fillFacts(tx: WriteTx): void {
  setSyncState(tx, { filledMail: 0, fillThrough: tx.pluck<number | null>('SELECT max(id) FROM mail') ?? 0 });
}

const COLUMNS = {
  inc: 'inc',
  epoch: 'epoch',
  serverName: 'server_name',
  baseSeq: 'base_seq',
  ackedSeq: 'acked_seq',
  confirmedSeq: 'confirmed_seq',
  phase: 'phase',
  phaseDetail: 'phase_detail',
  filledMail: 'filled_mail',
  fillThrough: 'fill_through',
  lastExchangeAt: 'last_exchange_at',
  offlineSince: 'offline_since',
  lastFailure: 'last_failure',
  clockOffsetMs: 'clock_offset_ms',
  received: 'received',
} as const;
export type SyncChange = Partial<Pick<SyncState, keyof typeof COLUMNS>>;

export function setSyncState(tx: WriteTx, change: SyncChange): void {
  for (const [member, value] of Object.entries(change)) {
    tx.run(`UPDATE sync_state SET ${COLUMNS[member as keyof typeof COLUMNS]} = ?`, [value]);
  }
  if (change.confirmedSeq !== undefined) noteConfirmed(tx, change.confirmedSeq);
  noteSync(tx);
}

/** A person of this device joined; who had another id here goes by that of the server from now on. */
export function bindPerson(tx: WriteTx, localId: string | null, person: EnrolledPerson): void {
  const people = findSyncState(tx)?.people ?? [];
  setPeople(tx, [...people.filter(({ id }) => id !== person.id), person]);
  if (localId === null || localId === person.id) return;
  tx.run(
    'INSERT INTO person_alias (local_id, person_id) VALUES (?, ?) ON CONFLICT (local_id) DO UPDATE SET person_id = excluded.person_id',
    [localId, person.id],
  );
}

export function setPeople(tx: WriteTx, people: readonly EnrolledPerson[]): void {
  const text = canonicalJson(people);
  if (tx.run('UPDATE sync_state SET people_json = ? WHERE people_json <> ?', [text, text]).changes > 0) noteSync(tx);
}

const toldKey = Symbol('sync changed');

/** One topic for a transaction. */
export function noteSync(tx: WriteTx): void {
  tx.scratch(toldKey, () => {
    tx.emit('sync.changed', {});
    return true;
  });
}

export type StreamState = { stream: string; cursor: number; headHash: string; head: number; bootstrapping: boolean };
type StreamRow = { stream: string; cursor: number; head_hash: string; head: number; bootstrapping: number };

export function listStreams(tx: ReadTx): StreamState[] {
  return tx
    .all<StreamRow>('SELECT * FROM stream_state ORDER BY stream')
    .map(({ head_hash, bootstrapping, ...row }) => ({ ...row, headHash: head_hash, bootstrapping: bootstrapping === 1 }));
}

export function streamOf(tx: ReadTx, stream: string): StreamState {
  const row = tx.get<StreamRow>('SELECT * FROM stream_state WHERE stream = ?', [stream]);
  if (!row) return { stream, cursor: 0, headHash: STREAM_GENESIS, head: 0, bootstrapping: true };
  return { stream, cursor: row.cursor, headHash: row.head_hash, head: row.head, bootstrapping: row.bootstrapping === 1 };
}

export function saveStream(tx: WriteTx, { stream, cursor, headHash, head, bootstrapping }: StreamState): void {
  tx.run(
    `INSERT INTO stream_state (stream, cursor, head_hash, head, bootstrapping) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (stream) DO UPDATE SET cursor = excluded.cursor, head_hash = excluded.head_hash, head = excluded.head,
       bootstrapping = excluded.bootstrapping`,
    [stream, cursor, headHash, head, bootstrapping ? 1 : 0],
  );
}

/** The stream begins anew: what it named is kept until it has come to its end again. */
export function restartStream(tx: WriteTx, stream: string, begin: { cursor: number; headHash: string }): void {
  saveStream(tx, { ...streamOf(tx, stream), ...begin, bootstrapping: true });
  tx.run('UPDATE row_stream SET stale = 1 WHERE stream = ?', [stream]);
}

export function saveVerdicts(tx: WriteTx, baseSeq: number, decisions: readonly Decision[]): void {
  for (const { mid, verdict, code, detail } of decisions) {
    tx.run(
      `INSERT INTO own_verdict (seq, verdict, code, detail_json, told_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (seq) DO UPDATE SET
         verdict = excluded.verdict, code = excluded.code, detail_json = excluded.detail_json, told_at = excluded.told_at,
         seen_at = CASE WHEN own_verdict.verdict = excluded.verdict THEN own_verdict.seen_at ELSE NULL END`,
      [baseSeq + mid, verdict, code, canonicalJson(detail), tx.environment.clock.now()],
    );
  }
  if (decisions.length > 0) noteSync(tx);
}
