import { assert } from '../../kernel/assert.ts';
import type { ExceptionState } from '../exceptions/exception.ts';
import { foldException } from '../exceptions/fold.ts';
import { refusalOf } from '../exceptions/gates.ts';
import type { ActRefusal } from '../exceptions/gates.ts';
import type { FoldedOp, LoggedOp } from '../exceptions/ops.ts';
import { isUndo } from '../exceptions/ops.ts';
import { foldLog, reliantOp, touchedByOther } from '../exceptions/undo.ts';
import type { FoldedLog } from '../exceptions/undo.ts';
import { APPLIED, merged, rejected } from './ruling.ts';
import type { AskingOp, DecisionContext, EntityOp, Ruling } from './ruling.ts';
import type { Detail } from './verdict.ts';

const SYSTEM = 'system';

/** The op as the fold takes it; its arguments have been checked against the kind. */
export function loggedOf({ id, kind, entityId, args, actor, occurredAt }: AskingOp | EntityOp): LoggedOp {
  return { id, kind, entityId, args, actor, occurredAt } as LoggedOp;
}

/**
 * Decides an op on an exception: the gates that the machine of its author asked, asked again of
 * what has arrived since. What was typed is kept wherever the act itself comes too late.
 */
export function decideException(log: readonly EntityOp[], op: AskingOp, context: DecisionContext): Ruling {
  const logged = loggedOf(op);
  if (logged.kind === 'exception.raise') return log.length === 0 ? APPLIED : merged('raised');
  if (log.length === 0) return rejected('dependency');
  const folded = foldLog(log.map(loggedOf));
  const { state } = folded;
  assert(state, 'the first op on an exception raises it');
  if (isUndo(logged)) return decideUndo(folded, logged, context);
  if (op.actor === SYSTEM) return decideSystem(state, logged);
  if (state.status === 'closed') return decideOnClosed(state, logged);
  const refusal = refusalOf(state, logged, context.role ?? 'agent');
  if (refusal) return answerRefusal(state, logged, refusal);
  return fieldConflict({ log, op, now: state, after: foldException(state, logged) }) ?? APPLIED;
}

/** What is closed is not screened: new findings raise the next cycle, on the machine that found them. */
function decideSystem(state: ExceptionState, op: FoldedOp): Ruling {
  if (state.status === 'closed') return rejected('closed-already', closure(state));
  return op.kind === 'exception.self-clear' && state.status === 'self-cleared' ? merged('self-cleared') : APPLIED;
}

/** The words of what comes after the closure stay with the exception; what would change it does not. */
function decideOnClosed(state: ExceptionState, op: FoldedOp): Ruling {
  const detail = closure(state);
  switch (op.kind) {
    case 'exception.close':
      return followUpInstead('closed-already', { ...detail, differs: op.args.result !== state.result }, { op, text: op.args.result });
    case 'exception.accept':
      return followUpInstead('closed-already', detail, { op, text: op.args.text });
    case 'exception.follow-up':
      return { ...merged('closed-already', detail), effect: { kind: op.kind, args: { ...op.args, claims: false } } };
    case 'exception.feedback':
    case 'exception.push':
    case 'exception.waive-push':
      return merged('closed-already', detail);
    default:
      return rejected('closed-already', detail);
  }
}

function answerRefusal(state: ExceptionState, op: FoldedOp, { reason, detail }: ActRefusal): Ruling {
  switch (reason) {
    case 'claimed-by-other': {
      const claimed = { by: state.owner, at: state.claimedAt };
      if (op.kind !== 'exception.accept') return rejected('claimed', claimed);
      return followUpInstead('claimed', claimed, { op, text: op.args.text, nextAt: op.args.nextAt });
    }
    case 'already-held':
    case 'not-snoozed':
      return merged(reason, detail);
    case 'exception-not-open':
      // It cleared itself while its author worked on it: the work stands, and so does the clearing.
      if (op.kind !== 'exception.accept') return rejected(reason, detail);
      return heldByOther(state, op.actor)
        ? followUpInstead('claimed', { by: state.owner, at: state.claimedAt }, { op, text: op.args.text, nextAt: op.args.nextAt })
        : merged(reason, detail);
    default:
      return rejected(reason, detail);
  }
}

function heldByOther({ owner }: ExceptionState, actor: string): boolean {
  return owner !== null && owner !== actor;
}

type Words = { op: FoldedOp; text: string; nextAt?: number };

/** The act comes too late; its words become a follow-up. */
function followUpInstead(code: string, detail: Detail, { op, text, nextAt }: Words): Ruling {
  const effect = { kind: 'exception.follow-up', args: { text, nextAt: nextAt ?? op.occurredAt } };
  return { verdict: 'superseded', code, detail, effect };
}

function closure({ closedBy, closedAt }: ExceptionState): Detail {
  return { by: closedBy, at: closedAt };
}

type UndoOp = Extract<LoggedOp, { kind: 'exception.undo' }>;

function decideUndo(folded: FoldedLog, op: UndoOp, { newestCycle }: DecisionContext): Ruling {
  const named = new Set(op.args.ops);
  const standing = folded.standing.filter(({ id, actor }) => named.has(id) && actor !== SYSTEM);
  if (standing.length === 0) return merged('nothing-to-undo');
  if (standing.some(({ actor }) => actor !== op.actor)) return rejected('undo-not-author');
  const opIds = new Set(standing.map(({ id }) => id));
  const touched = touchedByOther(folded, opIds, op.actor);
  if (touched) return rejected('too-late', { why: 'touched', kind: touched.kind, by: touched.actor, at: touched.occurredAt });
  const reliant = reliantOp(folded, opIds);
  if (reliant) return rejected('too-late', { why: reliant.reason, kind: reliant.op.kind, by: reliant.op.actor, at: reliant.op.occurredAt });
  const { state } = folded;
  assert(state, 'what people act on is raised');
  const after = withoutOps(folded, opIds);
  const reopens = state.status === 'closed' && after?.status !== 'closed';
  return reopens && newestCycle !== null && newestCycle > state.cycle ? rejected('too-late', { why: 'newer-cycle' }) : APPLIED;
}

function withoutOps({ standing }: FoldedLog, opIds: ReadonlySet<string>): ExceptionState | undefined {
  let state: ExceptionState | undefined;
  for (const op of standing) if (!opIds.has(op.id)) state = foldException(state, op);
  return state;
}

/** Fields that each kind of op sets on purpose, as people call them. */
const FIELDS_SET: Partial<Record<FoldedOp['kind'], readonly (keyof ExceptionState)[]>> = {
  'exception.set-type': ['type'],
  'exception.set-stage': ['stage', 'organisation'],
  'exception.set-next': ['nextAt'],
  'exception.snooze': ['snoozedUntil'],
  'exception.wake': ['snoozedUntil'],
  'exception.accept': ['type', 'stage', 'organisation'],
};

type Edit = { log: readonly EntityOp[]; op: AskingOp; now: ExceptionState; after: ExceptionState };

/**
 * Two values of one field by two machines that did not know of each other: the last arrival
 * counts, and both are told. The base is the field in the fold of what the author's device had
 * seen; where it is what the field is now, nobody is overruled.
 */
function fieldConflict({ log, op, now, after }: Edit): Ruling | null {
  const fields = FIELDS_SET[op.kind as FoldedOp['kind']];
  if (!fields) return null;
  const seen = seenBy(log, op);
  if (seen.length === log.length) return null;
  const { state: base } = foldLog(seen.map(loggedOf));
  const field = fields.find((name) => base?.[name] !== now[name] && now[name] !== after[name]);
  if (field === undefined) return null;
  const other = log.filter((each) => !seen.includes(each)).at(-1);
  return merged('field-conflict', {
    field,
    theirs: plain(now[field]),
    mine: plain(after[field]),
    by: other?.actor ?? null,
    at: other?.occurredAt ?? null,
  });
}

/** What the author's device had seen: screening's ops, its own, and what it held of others'. */
function seenBy(log: readonly EntityOp[], op: AskingOp): EntityOp[] {
  // A device that does not say had seen what stood before its own last op.
  const seenVer = op.seenVer ?? log.filter(({ device }) => device === op.device).at(-1)?.ver ?? 0;
  return log.filter(({ ver, device, actor }) => actor === SYSTEM || device === op.device || ver <= seenVer);
}

function plain(value: ExceptionState[keyof ExceptionState]): string | number | null {
  return typeof value === 'string' || typeof value === 'number' ? value : null;
}
