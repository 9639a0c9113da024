import { assert, assertNever } from '../../kernel/assert.ts';
import { RULES } from '../screening/vocabulary.ts';
import type { Finding } from '../screening/evaluation.ts';
import type { ExceptionState } from './exception.ts';
import type { ExceptionOp, ExceptionOpArgs } from './ops.ts';

/**
 * Folds one op into the state of its exception. Total and deterministic: the ledger, `verify`
 * and the server fold the same rows and must find the same state. Whether a person may do the
 * act at this moment is `refusalOf`'s question, asked before the op is written.
 */
export function foldException(state: ExceptionState | undefined, op: ExceptionOp): ExceptionState {
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
      return state.status === 'open' ? { ...state, status: 'self-cleared', selfClearedAt: at, findings: [] } : state;
    case 'exception.claim':
      return { ...state, owner: op.actor, claimedAt: at, firstAsker: state.firstAsker ?? op.actor };
    case 'exception.follow-up':
      return {
        ...state,
        interventionAt: state.interventionAt ?? at,
        followUps: state.followUps + 1,
        lastFollowUp: { at, by: op.actor, text: op.args.text },
        nextAt: op.args.nextAt,
      };
    case 'exception.set-type':
      return { ...state, type: op.args.type };
    case 'exception.set-stage':
      return { ...state, stage: op.args.stage, organisation: op.args.organisation };
    case 'exception.feedback':
      return { ...state, feedbackAt: at, feedback: op.args.text };
    case 'exception.confirm-self-cleared':
      return { ...state, status: 'closed', closedAt: at, closedBy: op.actor, result: null, nextAt: null };
    case 'exception.close':
      return { ...state, status: 'closed', closedAt: at, closedBy: op.actor, result: op.args.result, nextAt: null };
    default:
      return assertNever(op);
  }
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
