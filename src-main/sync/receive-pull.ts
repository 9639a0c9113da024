import { checksumOf } from '#shared/domain/sync/row-checksum.ts';
import type { AliveRow } from '#shared/domain/sync/row-checksum.ts';
import type { Change } from '#shared/wire/change.ts';
import type { ReplyOf } from '#shared/wire/messages.ts';
import type { ReadTx, WriteTx } from '../ledger/index.ts';
import { applyRows, massDelete } from './apply-page.ts';
import type { ApplyContext, StreamRows } from './apply-page.ts';
import { checkPage } from './check-page.ts';
import { differs, fork } from './fork.ts';
import { lastSeq } from './outbox.ts';
import { findSyncState, listStreams, restartStream, saveStream, setSyncState, streamOf } from './store.ts';
import type { EntityRef } from './subjects.ts';
import { Purge } from './visibility.ts';
import type { StreamRow } from './visibility.ts';

type Page = ReplyOf<'pull'>;
/** A piece of work to be done in one transaction of its own. */
export type Step = (tx: WriteTx) => void;
export type PullTurn = {
  /** All streams have come to their ends. */
  complete: boolean;
  /** A page that asks to delete a great many rows: its stream and the number at which it would stand. */
  held: { stream: string; cursor: number } | null;
  /** The server's own count at that number. */
  mayDelete: ReplyOf<'checksum'> | null;
};

/** More than so many rows, or such a part of them, do not go without a second look. */
const BREAKER_ROWS = 500;
const BREAKER_SHARE = 0.2;
const BREAKER_LEAST = 50;
const PURGE_ROWS = 200;
const CONFIRMED_OPS = 500;

/** Takes a page: checked as a whole, stored piece by piece, each with the cursor that goes with it. */
export function* receivePull(page: Page, turn: PullTurn, context: ApplyContext): Generator<Step, void, void> {
  const order = inOrder(page);
  yield (tx) => {
    checkPage(tx, page);
    checkDeletions(tx, order, turn);
    for (const { stream, minSeq } of page.bootstrap) restartStream(tx, stream, { cursor: Math.max(0, minSeq - 1), headHash: '' });
    if (context.bugs.has('cursorBeforeRows')) moveCursors(tx, order);
  };
  turn.held = turn.mayDelete = null;
  for (const stream of page.drop) yield* dropStream(stream, context);
  for (const part of order) {
    for (let next = 0; next < part.rows.length;) {
      const from = next;
      yield (tx) => void (next = applyRows(tx, { ...part, from }, context));
    }
    yield (tx) => saveStream(tx, { ...streamOf(tx, part.stream), head: part.head });
  }
  if (page.more && !context.bugs.has('lmidOnPartialPage')) return;
  yield* conclude(page, turn, context);
}

/** Rules and people first, then what happened, then what was refused. */
function inOrder(page: Page): StreamRows[] {
  const rank = (stream: string): number => (stream === 'ref' ? 0 : stream.startsWith('d:') ? 2 : 1);
  return Object.entries(page.streams)
    .map(([stream, { rows, head }]) => ({ stream, rows, head }))
    .sort((a, b) => rank(a.stream) - rank(b.stream) || (a.stream < b.stream ? -1 : 1));
}

function moveCursors(tx: WriteTx, order: readonly StreamRows[]): void {
  for (const { stream, rows, head } of order) {
    const last = rows.at(-1);
    if (last) saveStream(tx, { ...streamOf(tx, stream), cursor: last.seq, headHash: last.hash, head });
  }
}

/**
 * A page that would take away more than a few of the rows here, unannounced, is held until the
 * server's checksum says that it means it. Throws AppError conflict `mass-delete`.
 */
function checkDeletions(tx: ReadTx, order: readonly StreamRows[], turn: PullTurn): void {
  for (const { stream, rows } of order) {
    const gone = rows.filter(({ op }) => op !== 'put').length;
    if (gone < BREAKER_LEAST) continue;
    const alive = tx.pluck<number>('SELECT count(*) FROM row_stream WHERE stream = ?', [stream]) ?? 0;
    if (gone <= BREAKER_ROWS && gone <= alive * BREAKER_SHARE) continue;
    const cursor = rows.at(-1)?.seq ?? 0;
    if (turn.mayDelete && isSame(turn.mayDelete, checksumOf(aliveAfter(tx, stream, rows)))) continue;
    turn.held = { stream, cursor };
    throw massDelete(stream, gone);
  }
}

function isSame(a: { count: number; xor64: string }, b: { count: number; xor64: string }): boolean {
  return a.count === b.count && a.xor64 === b.xor64;
}

/** The rows of a stream as they stand at its cursor. */
export function aliveRows(tx: ReadTx, stream: string): AliveRow[] {
  return tx.all<AliveRow>('SELECT entity, id, row_ver AS rowVer FROM row_stream WHERE stream = ? AND stale = 0', [stream]);
}

function aliveAfter(tx: ReadTx, stream: string, rows: readonly Change[]): AliveRow[] {
  const alive = new Map(aliveRows(tx, stream).map((row) => [`${row.entity}/${row.id}`, row]));
  for (const { op, entity, id, rowVer } of rows) {
    if (op === 'put') alive.set(`${entity}/${id}`, { entity, id, rowVer });
    else alive.delete(`${entity}/${id}`);
  }
  return [...alive.values()];
}

/** A stream that is not ours any more: its rows leave, unless another one shows them. */
function* dropStream(stream: string, context: ApplyContext): Generator<Step, void, void> {
  if (!context.bugs.has('noPurge')) {
    yield* purge('SELECT stream, entity, id FROM row_stream WHERE stream = ? LIMIT ?', stream, context);
  }
  yield (tx) => {
    tx.run('DELETE FROM stream_state WHERE stream = ?', [stream]);
    tx.run('DELETE FROM parked_change WHERE stream = ?', [stream]);
  };
}

function* purge(sql: string, stream: string, context: ApplyContext): Generator<Step, void, void> {
  for (let isDone = false; !isDone;) {
    yield (tx) => {
      const leaving = tx.all<StreamRow & { stream: string }>(sql, [stream, PURGE_ROWS]);
      const taker = new Purge(tx, context.subjects, context.bugs);
      for (const row of leaving) taker.leave(row.stream, row);
      for (const entity of taker.entities.values()) context.subjects.refold(tx, entity);
      isDone = leaving.length < PURGE_ROWS;
    };
  }
}

/** The end of a pull: what did not come again is gone, and own ops up to the last one taken are confirmed. */
function* conclude(page: Page, turn: PullTurn, context: ApplyContext): Generator<Step, void, void> {
  const begun: string[] = [];
  yield (tx) => void begun.push(...listStreams(tx).flatMap(({ stream, bootstrapping }) => (bootstrapping ? [stream] : [])));
  for (const stream of begun) {
    yield* purge('SELECT stream, entity, id FROM row_stream WHERE stream = ? AND stale = 1 LIMIT ?', stream, context);
    yield (tx) => saveStream(tx, { ...streamOf(tx, stream), bootstrapping: false });
  }
  for (let isDone = false; !isDone;) yield (tx) => void (isDone = confirm(tx, page, context));
  turn.complete = true;
}

/** Own ops whose effects have come leave the overlay, some at a time; true at the end. */
function confirm(tx: WriteTx, { lmid, lmidHash }: Page, { subjects, bugs }: ApplyContext): boolean {
  const state = findSyncState(tx);
  if (!state) return true;
  if (!bugs.has('noForkCheck') && differs(tx, state, { lmid, lmidHash })) {
    fork(tx, state);
    return true;
  }
  const target = Math.min(state.baseSeq + lmid, lastSeq(tx));
  if (target <= state.confirmedSeq) return true;
  const confirmedSeq = Math.min(target, state.confirmedSeq + CONFIRMED_OPS);
  const settled = tx.all<EntityRef>(
    `SELECT DISTINCT entity, entity_id AS entityId FROM op WHERE seq > ? AND seq <= ?
       AND NOT EXISTS (SELECT 1 FROM decided_op WHERE decided_op.id = op.id)`,
    [state.confirmedSeq, confirmedSeq],
  );
  setSyncState(tx, { confirmedSeq, ackedSeq: Math.max(state.ackedSeq, confirmedSeq) });
  for (const entity of settled) subjects.refold(tx, entity);
  return confirmedSeq === target;
}
