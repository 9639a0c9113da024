import { AppError } from '#shared/kernel/app-error.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { mailBundle } from '#shared/domain/sync/mail-bundle.ts';
import type { MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import { findMutator } from '#shared/domain/sync/mutators.ts';
import type { Change } from '#shared/wire/change.ts';
import { decidedOp } from '#shared/wire/mutation.ts';
import type { DecidedOp } from '#shared/wire/mutation.ts';
import type { WriteTx } from '../ledger/index.ts';
import type { Bugs } from './bugs.ts';
import { saveStream, setSyncState, streamOf, findSyncState } from './store.ts';
import type { EntityRef, SyncSubjects } from './subjects.ts';
import { BUNDLE_ROW, OP_ROW, Purge, seeRow } from './visibility.ts';

/** Rows and time of one transaction. */
const MOST_ROWS = 500;
const MOST_MS = 20;
/** Facts are merged many at a time. */
const BUNDLES = 50;

export type StreamRows = { stream: string; rows: readonly Change[]; head: number };
export type ApplyContext = { subjects: SyncSubjects; bugs: Bugs };

/** Stores rows of one stream from `from` on as far as one transaction goes; answers where the next one begins. */
export function applyRows(tx: WriteTx, { stream, rows, head, from }: StreamRows & { from: number }, context: ApplyContext): number {
  const { clock } = tx.environment;
  const began = clock.monotonic();
  const applier = new RowApplier(tx, stream, context);
  let next = from;
  while (next < rows.length && next - from < MOST_ROWS && (next === from || clock.monotonic() - began < MOST_MS)) {
    const batch = bundlesAt(rows, next);
    if (batch.length > 0) applier.applyBundles(batch);
    else applier.apply(rows[next] as Change);
    next += Math.max(1, batch.length);
  }
  applier.finish();
  const last = rows[next - 1];
  const known = streamOf(tx, stream);
  const cursor = context.bugs.has('cursorFromHead') ? head : (last?.seq ?? known.cursor);
  saveStream(tx, { ...known, cursor, headHash: last?.hash ?? known.headHash, head: Math.max(head, cursor) });
  const received = findSyncState(tx)?.received ?? 0;
  setSyncState(tx, { received: received + next - from });
  return next;
}

/** The run of facts that begins at a row. */
function bundlesAt(rows: readonly Change[], from: number): Change[] {
  const batch: Change[] = [];
  for (let index = from; index < rows.length && batch.length < BUNDLES; index++) {
    const row = rows[index] as Change;
    if (row.entity !== BUNDLE_ROW || row.op !== 'put' || row.body === null) break;
    batch.push(row);
  }
  return batch;
}

class RowApplier {
  readonly #tx: WriteTx;
  readonly #stream: string;
  readonly #context: ApplyContext;
  readonly #purge: Purge;
  readonly #entities = new Map<string, EntityRef>();

  constructor(tx: WriteTx, stream: string, context: ApplyContext) {
    this.#tx = tx;
    this.#stream = stream;
    this.#context = context;
    this.#purge = new Purge(tx, context.subjects, context.bugs);
  }

  apply(row: Change): void {
    const { bugs } = this.#context;
    if (row.entity !== OP_ROW && row.entity !== BUNDLE_ROW) return this.#park(row);
    if (row.op === 'put') return row.entity === OP_ROW ? this.#putOp(row) : this.#see(row);
    if (row.op === 'leave' && bugs.has('noLeave')) return;
    if (row.op === 'del' && bugs.has('noTombstone')) return;
    this.#purge.leave(this.#stream, row);
  }

  applyBundles(rows: readonly Change[]): void {
    const bundles: MailBundle[] = [];
    for (const row of rows) {
      const parsed = mailBundle.safeParse(JSON.parse(row.body ?? 'null'));
      if (!parsed.success || parsed.data.mailNo !== row.id) this.#park(row);
      else {
        bundles.push(parsed.data);
        this.#see(row);
      }
    }
    if (bundles.length > 0) this.#context.subjects.applyBundles(this.#tx, bundles);
  }

  finish(): void {
    for (const ref of [...this.#entities.values(), ...this.#purge.entities.values()]) this.#context.subjects.refold(this.#tx, ref);
  }

  #putOp(row: Change): void {
    const op = row.body === null ? undefined : decidedOf(row.body);
    if (row.body !== null && !op) return this.#park(row);
    this.#see(row);
    // A body that was erased at the server: what is kept here of it goes too.
    if (!op) this.#tx.run('UPDATE decided_op SET args_json = NULL, effect_json = NULL WHERE id = ?', [row.id]);
    else if (saveDecided(this.#tx, op)) this.#entities.set(`${op.entity}/${op.entityId}`, op);
  }

  #see(row: Change): void {
    seeRow(this.#tx, this.#stream, row);
  }

  /** From a newer server: kept until a newer program reads it. */
  #park(row: Change): void {
    this.#tx.run('INSERT INTO parked_change (stream, seq, raw) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', [
      this.#stream,
      row.seq,
      canonicalJson(row),
    ]);
  }
}

/** Undefined for what this program does not know: it is parked. */
function decidedOf(body: string): DecidedOp | undefined {
  const parsed = decidedOp.safeParse(JSON.parse(body));
  if (!parsed.success) return undefined;
  const op = parsed.data;
  const mutator = findMutator(op.effect?.kind ?? op.kind);
  if (op.ver === 0) return op;
  if (!mutator || op.sv > mutator.version) return undefined;
  const args: unknown = op.effect?.args ?? (op.args === null ? null : JSON.parse(op.args));
  return op.args === null || mutator.args.safeParse(args).success ? op : undefined;
}

/** Named by a stream of its entity since that began anew: not a memory of another line of time. */
function isCurrent(tx: WriteTx, id: string): boolean {
  return (
    tx.pluck("SELECT 1 FROM row_stream WHERE entity = ? AND id = ? AND stale = 0 AND stream NOT LIKE 'd:%'", [OP_ROW, id]) !== undefined
  );
}

/** False when the ledger has it like this already, or a decision that a refusal does not overrule. */
function saveDecided(tx: WriteTx, op: DecidedOp): boolean {
  const known = tx.get<{ ver: number; args_json: string | null }>('SELECT ver, args_json FROM decided_op WHERE id = ?', [op.id]);
  if (known && op.ver === 0 && known.ver > 0 && isCurrent(tx, op.id)) return false;
  const effect = op.effect === null ? null : canonicalJson(op.effect);
  tx.run(
    `INSERT INTO decided_op (id, entity, entity_id, ver, inc, mid, kind, sv, args_json, actor, occurred_at, received_at, clock_flag,
       verdict, code, detail_json, effect_json) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET ver = excluded.ver, inc = excluded.inc, mid = excluded.mid, args_json = excluded.args_json,
       actor = excluded.actor, occurred_at = excluded.occurred_at, clock_flag = excluded.clock_flag,
       received_at = excluded.received_at, verdict = excluded.verdict, code = excluded.code, detail_json = excluded.detail_json,
       effect_json = excluded.effect_json`,
    [
      op.id,
      op.entity,
      op.entityId,
      op.ver,
      op.inc,
      op.mid,
      op.kind,
      op.sv,
      op.args,
      op.actor,
      op.occurredAt,
      op.receivedAt,
      op.clockFlag,
      op.verdict,
      op.code,
      canonicalJson(op.detail),
      effect,
    ],
  );
  return true;
}

export type ParkedKey = { stream: string; seq: number };
export const FIRST_PARKED: ParkedKey = { stream: '', seq: 0 };
const REPLAYED = 200;
const PARKED = 'SELECT stream, seq, raw FROM parked_change WHERE (stream, seq) > (?, ?) ORDER BY stream, seq LIMIT ?';

/** Reads parked rows behind a key once more; what cannot be read still is parked again. Answers with the last key, null at the end. */
export function replayParked(tx: WriteTx, after: ParkedKey, context: ApplyContext): ParkedKey | null {
  const parked = tx.all<ParkedKey & { raw: string }>(PARKED, [after.stream, after.seq, REPLAYED]);
  for (const { stream, seq, raw } of parked) {
    const row = JSON.parse(raw) as Change;
    tx.run('DELETE FROM parked_change WHERE stream = ? AND seq = ?', [stream, seq]);
    const applier = new RowApplier(tx, stream, context);
    if (row.entity === BUNDLE_ROW && row.op === 'put' && row.body !== null) applier.applyBundles([row]);
    else applier.apply(row);
    applier.finish();
  }
  return parked.length < REPLAYED ? null : (parked.at(-1) ?? null);
}

/** Thrown where a page asks to delete a great many rows that nobody announced. */
export function massDelete(stream: string, rows: number): AppError {
  return new AppError('conflict', 'mass-delete', { detail: { stream, rows } });
}
