import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { DEFAULT_RULES } from '#shared/domain/rules/defaults.ts';
import { draftOf } from '#shared/domain/rules/draft.ts';
import { changesFold, changesOpenings } from '#shared/domain/rules/effect.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import { at } from '#shared/kernel/assert.ts';
import type { Ledger, ReadTx, WriteTx } from '../../ledger/index.ts';
import { findMeta, setMeta } from '../../ledger/index.ts';
import { MailLoader } from '../mails/index.ts';
import { rulesAt, rulesOfVersion } from '../rules/index.ts';
import type { MailRow } from './membership.ts';

/** By which version the mails' folds and next moments were reckoned, and how far the next one has come. */
const ARMED = 'rules-armed';
type Armed = { version: number; next: { version: number; afterId: number } | null };

const SHARED_BATCH = 200;
const OWN_BATCH = 2000;
/** Where no mail is read rows are only marked: so many times as many. */
const MARKED_TIMES = 5;

/** What every long walk over the mails is given. */
export type WalkRequest = {
  ledger: Ledger;
  now: number;
  signal?: AbortSignal | undefined;
  /** Lets other work through between batches; the command line needs none. */
  pause?: (() => Promise<void>) | undefined;
};

/**
 * Once for each version that comes into force, before anything is evaluated by it. A mail's next
 * moment is the next one at which a rule could fire: of a watched mail this is now the moment from
 * which the version holds. A mail that folds to something else under the version's tables counts as
 * changed. Nothing else is touched: a terminal mail is evaluated again only when its facts change.
 * Stops between batches when aborted, and goes on from there.
 */
export async function armForRules({ ledger, now, signal, pause }: WalkRequest): Promise<void> {
  const rules = ledger.read((tx) => (isArmedFor(tx, now) ? null : rulesAt(tx, now)));
  if (rules === null) return;
  for (;;) {
    if (signal?.aborted) throw new AppError('cancelled', 'cancelled');
    const isDone = ledger.write((tx) => armSome(tx, { rules, now, batch: pause ? SHARED_BATCH : OWN_BATCH }));
    if (isDone) return;
    await pause?.();
  }
}

/** True when the mails stand as the rules in force say. */
export function isArmedFor(tx: ReadTx, now: number): boolean {
  const { version, next } = armedOf(tx);
  return next === null && version === rulesAt(tx, now).version;
}

/** The rules by which a mail was folded that has not changed since. */
export function foldingRules(tx: ReadTx): (mailId: number) => CompiledRules {
  const { version, next } = armedOf(tx);
  const before = rulesOfVersion(tx, version);
  if (next === null) return () => before;
  const after = rulesOfVersion(tx, next.version);
  return (mailId) => (mailId <= next.afterId ? after : before);
}

function armedOf(tx: ReadTx): Armed {
  const text = findMeta(tx, ARMED);
  return text === undefined ? { version: DEFAULT_RULES.version, next: null } : (JSON.parse(text) as Armed);
}

function armSome(tx: WriteTx, { rules, now, batch }: { rules: CompiledRules; now: number; batch: number }): boolean {
  const armed = armedOf(tx);
  const before = rulesOfVersion(tx, armed.version);
  // One that was overtaken half-way leaves mails of both: all are read again.
  const isResumed = armed.next?.version === rules.version;
  const afterId = isResumed ? (armed.next?.afterId ?? 0) : 0;
  const readsAnew = (armed.next !== null && !isResumed) || changesFold(draftOf(before.set), draftOf(rules.set));
  const opens = changesOpenings(draftOf(before.set), draftOf(rules.set));
  const ids = tx.pluckAll<number>('SELECT id FROM mail WHERE id > ? ORDER BY id LIMIT ?', [
    afterId,
    readsAnew ? batch : batch * MARKED_TIMES,
  ]);
  const last = ids[ids.length - 1];
  if (last === undefined) {
    setMeta(tx, ARMED, JSON.stringify({ version: rules.version, next: null } satisfies Armed));
    return true;
  }
  if (readsAnew) markMoved(tx, ids, rules);
  tx.run(opens ? WAKE_ALL : WAKE_WATCHED, { since: Math.min(now, rules.set.effectiveFrom), after: afterId, last });
  setMeta(tx, ARMED, JSON.stringify({ version: armed.version, next: { version: rules.version, afterId: last } } satisfies Armed));
  return false;
}

const WAKE_WATCHED = `UPDATE mail SET next_at = min(coalesce(next_at, @since), @since)
  WHERE id > @after AND id <= @last AND dirty = 0 AND terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL`;
/** A slot may have opened already by the version's times. */
const WAKE_ALL = `UPDATE mail SET next_at = min(coalesce(next_at, @since), @since)
  WHERE id > @after AND id <= @last AND dirty = 0 AND (next_at IS NOT NULL OR (terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL))`;

function markMoved(tx: WriteTx, ids: readonly number[], rules: CompiledRules): void {
  const rows = tx.all<MailRow>('SELECT mail.* FROM json_each(?) AS wanted CROSS JOIN mail ON mail.id = wanted.value WHERE dirty <> 1', [
    JSON.stringify(ids),
  ]);
  const states = new MailLoader(tx, rules).loadBatch(rows);
  const mark = tx.prepare<never>('UPDATE mail SET dirty = 1 WHERE id = ?');
  for (const [index, row] of rows.entries()) if (foldsAnew(row, at(states, index))) mark.run(row.id);
}

/** What a rule set reads from the facts; client and destination are read without one. */
function foldsAnew(row: MailRow, { acceptance, region, regionBasis, stage, terminal }: MailState): boolean {
  const isSame =
    row.accepted_at === (acceptance?.at ?? null) &&
    row.posting_day === (acceptance?.day ?? null) &&
    row.region === region &&
    row.region_basis === regionBasis &&
    row.stage === stage &&
    (row.terminal === 1) === terminal;
  return !isSame;
}
