import { assert, assertNever } from '../../kernel/assert.ts';
import { RULES } from '../screening/vocabulary.ts';
import type { Finding } from '../screening/evaluation.ts';
import type { ExceptionState } from './exception.ts';
import type { ExceptionOpArgs, FoldedOp } from './ops.ts';

const AWAKE = { snoozedUntil: null, snoozeReason: null } as const;

/**
 * Folds one op into the state of its exception. Total and deterministic: the ledger, `verify`
 * and the server fold the same rows and must find the same state. Whether a person may do the
 * act at this moment is `refusalOf`'s question, asked before the op is written. An undo is no step
 * of its own: `foldLog` folds the ops without those that were taken back.
 */
export function foldException(state: ExceptionState | undefined, op: FoldedOp): ExceptionState {
  if (op.kind === 'exception.raise') return state ?? raised(op.entityId, op.args, op.occurredAt);
  assert(state, `op ${op.kind} on an exception that was never raised`);
  const at = op.occurredAt;
  switch (op.kind) {
    case 'exception.find':
      return {
        ...state,
        status: state.status === 'self-cleared' ? 'open' : state.status,
        selfClearedAt: state.status === 'self-cleared' ? null : state.selfClearedAt,
        findings: withFinding(state.findings, op.args),
        assessment: op.args.assessment,
        ...AWAKE,
      };
    case 'exception.withdraw':
      return {
        ...state,
        findings: state.findings.filter((finding) => finding.rule !== op.args.rule),
        assessment: op.args.assessment ?? state.assessment,
      };
    case 'exception.assess':
      return { ...state, assessment: op.args.assessment };
    case 'exception.self-clear':
      return state.status === 'open' ? { ...state, status: 'self-cleared', selfClearedAt: at, findings: [], ...AWAKE } : state;
    case 'exception.claim':
      return claimed(state, op.actor, at);
    case 'exception.follow-up':
      return followedUp(op.args.claims && state.owner === null ? claimed(state, op.actor, at) : state, op);
    case 'exception.accept': {
      const { type, stage, organisation } = op.args;
      // Nothing but the first asker may hang on the first asker, who outlives a claim that is taken back.
      const held = state.owner === op.actor ? { ...state, firstAsker: state.firstAsker ?? op.actor } : claimed(state, op.actor, at);
      return { ...followedUp(held, op), type, stage, organisation };
    }
    case 'exception.set-next':
      return { ...state, nextAt: op.args.nextAt, ...AWAKE };
    case 'exception.transfer':
      return { ...state, owner: op.args.to, claimedAt: at, ...AWAKE };
    case 'exception.snooze':
      return { ...state, snoozedUntil: op.args.until, snoozeReason: op.args.reason };
    case 'exception.wake':
      return { ...state, ...AWAKE };
    case 'exception.push':
      return { ...state, pushedAt: at, pushes: state.pushes + 1 };
    case 'exception.waive-push':
      return { ...state, pushWaived: op.args.reason };
    case 'exception.set-type':
      return { ...state, type: op.args.type };
    case 'exception.set-stage':
      return { ...state, stage: op.args.stage, organisation: op.args.organisation };
    case 'exception.feedback':
      return { ...state, feedbackAt: at, feedback: op.args.text };
    case 'exception.confirm-self-cleared':
      return closed(state, op, null);
    case 'exception.close':
      return closed(state, op, op.args.result);
    default:
      return assertNever(op);
  }
}

function claimed(state: ExceptionState, actor: string, at: number): ExceptionState {
  return { ...state, owner: actor, claimedAt: at, firstAsker: state.firstAsker ?? actor };
}

function followedUp(state: ExceptionState, op: Extract<FoldedOp, { kind: 'exception.follow-up' | 'exception.accept' }>): ExceptionState {
  return {
    ...state,
    interventionAt: state.interventionAt ?? op.occurredAt,
    followUps: state.followUps + 1,
    lastFollowUp: { at: op.occurredAt, by: op.actor, text: op.args.text },
    nextAt: op.args.nextAt,
    ...AWAKE,
  };
}

function closed(state: ExceptionState, op: FoldedOp, result: string | null): ExceptionState {
  return { ...state, status: 'closed', closedAt: op.occurredAt, closedBy: op.actor, result, nextAt: null, ...AWAKE };
}

function raised(uid: string, args: ExceptionOpArgs<'exception.raise'>, at: number): ExceptionState {
  return {
    uid,
    mailNo: args.mailNo,
    cycle: args.cycle,
    status: 'open',
    raisedAt: at,
    assessment: args.assessment,
    findings: [],
    type: null,
    stage: null,
    organisation: null,
    owner: null,
    firstAsker: null,
    claimedAt: null,
    interventionAt: null,
    followUps: 0,
    lastFollowUp: null,
    nextAt: null,
    ...AWAKE,
    pushedAt: null,
    pushes: 0,
    pushWaived: null,
    feedbackAt: null,
    feedback: null,
    selfClearedAt: null,
    closedAt: null,
    closedBy: null,
    result: null,
  };
}

/** A rule has one finding at a time; findings stand in the order of the rules. */
function withFinding(
  findings: readonly Finding[],
  { rule, since, evidence }: Pick<ExceptionOpArgs<'exception.find'>, 'rule' | 'since' | 'evidence'>,
): Finding[] {
  return [...findings.filter((finding) => finding.rule !== rule), { rule, since, evidence }].sort(
    (a, b) => RULES.indexOf(a.rule) - RULES.indexOf(b.rule),
  );
}
