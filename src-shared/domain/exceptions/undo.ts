import { assert } from '../../kernel/assert.ts';
import type { ExceptionState } from './exception.ts';
import { foldException } from './fold.ts';
import { refusalOf } from './gates.ts';
import { isUndo } from './ops.ts';
import type { FoldedOp, LoggedOp } from './ops.ts';

/** How many of a person's last acts can be undone. */
export const UNDO_DEPTH = 20;
export const UNDO_REFUSALS = [
  'nothing-to-undo',
  'undo-not-author',
  'undo-too-old',
  'undo-done-already',
  'undo-touched-by-other',
  'undo-relied-on',
  'undo-newer-cycle',
] as const;
export type UndoRefusal = { reason: (typeof UNDO_REFUSALS)[number]; detail: Record<string, string> };

type StandingOp = FoldedOp & { id: string };
export type FoldedLog = {
  state: ExceptionState | undefined;
  /** Ops that no undo has taken back, in their order. */
  standing: StandingOp[];
};

type Asking = { id: string; after: Set<string> };

const SYSTEM = 'system';

/**
 * Folds the whole log of one exception: what an undo names counts as if it had never been, but for
 * the first asker. Whoever claimed first stays it, also when the claim is taken back, until
 * nothing of what people did after that claim stands.
 */
export function foldLog(ops: readonly LoggedOp[]): FoldedLog {
  let standing: StandingOp[] = [];
  let state: ExceptionState | undefined;
  /** The op that set the first asker, and what came after it in the log. */
  let asking: Asking | null = null;
  for (const op of ops) {
    if (isUndo(op)) {
      const gone = new Set(op.args.ops);
      // What screening has found cannot be taken back.
      standing = standing.filter(({ id, actor }) => actor === SYSTEM || !gone.has(id));
      const refolded = foldAll(standing);
      if (asking && refolded && !standsFor(asking, standing)) asking = null;
      const firstAsker = asking ? (state?.firstAsker ?? null) : (refolded?.firstAsker ?? null);
      state = refolded && { ...refolded, firstAsker };
      // Without what was taken back, an act that stands may be the one that claimed.
      asking ??= askingOf(standing);
      continue;
    }
    const before: ExceptionState | undefined = state;
    standing.push(op);
    state = foldException(state, op);
    if (asking) asking.after.add(op.id);
    else if ((before?.firstAsker ?? null) === null && state.firstAsker !== null) asking = { id: op.id, after: new Set() };
  }
  return { state, standing };
}

function foldAll(ops: readonly StandingOp[]): ExceptionState | undefined {
  let state: ExceptionState | undefined;
  for (const op of ops) state = foldException(state, op);
  return state;
}

function askingOf(standing: readonly StandingOp[]): Asking | null {
  let state: ExceptionState | undefined;
  for (const [index, op] of standing.entries()) {
    state = foldException(state, op);
    if (state.firstAsker !== null) return { id: op.id, after: new Set(standing.slice(index + 1).map(({ id }) => id)) };
  }
  return null;
}

function standsFor(asking: Asking, standing: readonly StandingOp[]): boolean {
  return standing.some(({ id, actor }) => id === asking.id || (actor !== SYSTEM && asking.after.has(id)));
}

/** The first op of another person that came after the named ones and still stands. */
export function touchedByOther(log: FoldedLog, opIds: ReadonlySet<string>, author: string): StandingOp | undefined {
  const first = log.standing.findIndex(({ id }) => opIds.has(id));
  if (first < 0) return undefined;
  return log.standing.slice(first + 1).find(({ actor }) => actor !== SYSTEM && actor !== author);
}

/**
 * The first later op whose gate would not have opened without the named ones: a closure that has
 * its stamps from them, for one.
 */
export function reliantOp(log: FoldedLog, opIds: ReadonlySet<string>): { op: StandingOp; reason: string } | undefined {
  const already = new Set(refusedOps(log.standing).map(({ op }) => op.id));
  return refusedOps(log.standing.filter(({ id }) => !opIds.has(id))).find(({ op }) => !already.has(op.id));
}

function refusedOps(ops: readonly StandingOp[]): { op: StandingOp; reason: string }[] {
  const refused: { op: StandingOp; reason: string }[] = [];
  let state: ExceptionState | undefined;
  for (const op of ops) {
    if (op.actor !== SYSTEM) {
      assert(state, 'people act on what was raised');
      // Who may hand over was judged when it was done; roles may have changed since.
      const refusal = refusalOf(state, op, 'administrator');
      if (refusal) refused.push({ op, reason: refusal.reason });
    }
    state = foldException(state, op);
  }
  return refused;
}
