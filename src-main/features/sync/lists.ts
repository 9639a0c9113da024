import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { unsentCount } from '../../sync/outbox.ts';
import { findSyncState, noteSync } from '../../sync/store.ts';
import { EntryMaker } from './entries.ts';
import type { ConflictEntry, Entry, HistoryEntry, OpColumns, RefusedEntry, Window } from './entries.ts';

type Verdict = RefusedEntry['verdict'];
type VerdictColumns = OpColumns & { verdict: Verdict; code: string; detail_json: string; seen_at: number | null };

const COLUMNS = 'op.seq, op.id, op.kind, op.entity, op.entity_id, op.args_json, op.actor, op.occurred_at';

/** Own ops that the server has not taken yet, the newest first. */
export function listPending(tx: ReadTx, { limit, before }: Window): { entries: Entry[]; total: number } {
  const maker = new EntryMaker(tx);
  const acked = findSyncState(tx)?.ackedSeq ?? Number.MAX_SAFE_INTEGER;
  const rows = tx.all<OpColumns>(`SELECT ${COLUMNS} FROM op WHERE seq > ? AND seq < ? ORDER BY seq DESC LIMIT ?`, [
    acked,
    before ?? Number.MAX_SAFE_INTEGER,
    limit,
  ]);
  return { entries: rows.map((row) => maker.entryOf(row)), total: unsentCount(tx) };
}

/**
 * What people did here and the server did not take as it was. Screening's own ops are no message to
 * anybody, nor is the entry of somebody whom the server knows by another id.
 */
const FAILED = `own_verdict JOIN op USING (seq) WHERE own_verdict.verdict <> 'applied' AND op.actor <> 'system'
  AND NOT (op.kind = 'person.add' AND op.entity_id IN (SELECT local_id FROM person_alias))
  AND (own_verdict.verdict IN ('rejected', 'quarantined', 'superseded') OR own_verdict.code = 'closed-already')`;

export function listFailures(tx: ReadTx, { limit, before }: Window): { entries: RefusedEntry[]; total: number } {
  const maker = new EntryMaker(tx);
  const rows = tx.all<VerdictColumns>(
    `SELECT ${COLUMNS}, own_verdict.verdict, code, detail_json, seen_at FROM ${FAILED} AND seq < ? ORDER BY seq DESC LIMIT ?`,
    [before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return { entries: rows.map((row) => refusedOf(maker, row)), total: tx.pluck<number>(`SELECT count(*) FROM ${FAILED}`) ?? 0 };
}

export function countFailures(tx: ReadTx): number {
  return tx.pluck<number>(`SELECT count(*) FROM ${FAILED} AND seen_at IS NULL`) ?? 0;
}

function refusedOf(maker: EntryMaker, row: VerdictColumns): RefusedEntry {
  const detail = JSON.parse(row.detail_json) as RefusedEntry['detail'];
  const by = detail['by'];
  const named = typeof by === 'string' ? { ...detail, byName: maker.nameOf(by) } : detail;
  return { ...maker.entryOf(row), verdict: row.verdict, code: row.code, detail: named, seenAt: row.seen_at };
}

/** Fields set on two machines: one's own later edit that overruled another, or another's that overruled one's own. */
const CONFLICTS = `decided_op AS d LEFT JOIN op ON op.id = d.id LEFT JOIN own_verdict AS v ON v.seq = op.seq
  WHERE d.code = 'field-conflict' AND (op.seq IS NOT NULL OR json_extract(d.detail_json, '$.by') IN (SELECT value FROM json_each(@people)))`;

export function listConflicts(tx: ReadTx, { limit, before }: Window): { entries: ConflictEntry[]; total: number } {
  const maker = new EntryMaker(tx);
  const people = peopleHere(tx);
  const rows = tx.all<VerdictColumns & { own: number | null }>(
    `SELECT d.rowid AS seq, d.id, d.kind, d.entity, d.entity_id, d.args_json, d.actor, d.occurred_at, d.verdict, d.code, d.detail_json,
       CASE WHEN op.seq IS NULL THEN d.seen_at ELSE v.seen_at END AS seen_at, op.seq AS own
     FROM ${CONFLICTS} AND d.rowid < @before ORDER BY d.rowid DESC LIMIT @limit`,
    { people, before: before ?? Number.MAX_SAFE_INTEGER, limit },
  );
  const entries = rows.map((row) => ({ ...refusedOf(maker, row), fields: [fieldOf(maker, row)] }));
  return { entries, total: tx.pluck<number>(`SELECT count(*) FROM ${CONFLICTS}`, { people }) ?? 0 };
}

export function countConflicts(tx: ReadTx): number {
  const unseen = `SELECT count(*) FROM ${CONFLICTS} AND CASE WHEN op.seq IS NULL THEN d.seen_at ELSE v.seen_at END IS NULL`;
  return tx.pluck<number>(unseen, { people: peopleHere(tx) }) ?? 0;
}

function peopleHere(tx: ReadTx): string {
  return JSON.stringify((findSyncState(tx)?.people ?? []).map(({ id }) => id));
}

function fieldOf(maker: EntryMaker, row: VerdictColumns & { own: number | null }): ConflictEntry['fields'][number] {
  const detail = JSON.parse(row.detail_json) as Record<string, string | number | null>;
  const [mine, theirs] = [String(detail['mine'] ?? ''), String(detail['theirs'] ?? '')];
  const field = String(detail['field'] ?? '');
  if (row.own === null) return { field, before: '', mine: theirs, theirs: mine, by: maker.nameOf(row.actor), at: row.occurred_at };
  return { field, before: '', mine, theirs, by: maker.nameOf(String(detail['by'] ?? '')), at: Number(detail['at'] ?? row.occurred_at) };
}

/** What the server decided, of everybody whose work is visible here, the newest first. */
export function listHistory(tx: ReadTx, { limit, before }: Window): { entries: HistoryEntry[]; total: number } {
  const maker = new EntryMaker(tx);
  const rows = tx.all<OpColumns & { verdict: Verdict; received_at: number }>(
    'SELECT rowid AS seq, * FROM decided_op WHERE rowid < ? ORDER BY rowid DESC LIMIT ?',
    [before ?? Number.MAX_SAFE_INTEGER, limit],
  );
  return {
    entries: rows.map((row) => ({ ...maker.entryOf(row), receivedAt: row.received_at, verdict: row.verdict })),
    total: tx.pluck<number>('SELECT count(*) FROM decided_op') ?? 0,
  };
}

/** The person has taken note. */
export function dismiss(tx: WriteTx, opIds: readonly string[]): void {
  const ids = JSON.stringify(opIds);
  const now = tx.environment.clock.now();
  const own =
    'UPDATE own_verdict SET seen_at = ? WHERE seen_at IS NULL AND seq IN (SELECT seq FROM op WHERE id IN (SELECT value FROM json_each(?)))';
  tx.run(own, [now, ids]);
  tx.run('UPDATE decided_op SET seen_at = ? WHERE seen_at IS NULL AND id IN (SELECT value FROM json_each(?))', [now, ids]);
  noteSync(tx);
}
