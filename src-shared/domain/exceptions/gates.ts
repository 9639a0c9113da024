import { maskText } from '../mail/masking.ts';
import type { Role } from '../people/person.ts';
import { mayDo } from '../permissions/matrix.ts';
import { missingStamps } from './exception.ts';
import type { ExceptionState } from './exception.ts';
import type { FoldedOp } from './ops.ts';

export const ACT_REFUSALS = [
  'not-found',
  'out-of-scope',
  'exception-closed',
  'exception-not-open',
  'exception-not-self-cleared',
  'claimed-by-other',
  'already-held',
  'next-date-in-past',
  'not-snoozed',
  'personal-data-in-text',
  'stamps-missing',
  'macro-not-found',
  'push-template-not-found',
] as const;
export type ActRefusal = { reason: (typeof ACT_REFUSALS)[number]; detail: Record<string, string> };

/**
 * Why a person's act may not happen in this state, or null. The same question for single and bulk
 * acts. `role` is the actor's; without one only the acts of an agent are allowed.
 */
export function refusalOf(state: ExceptionState, op: FoldedOp, role: Role = 'agent'): ActRefusal | null {
  if (state.status === 'closed') return refuse('exception-closed');
  switch (op.kind) {
    case 'exception.claim':
      return heldByOther(state, op.actor);
    case 'exception.accept':
      return notOpen(state) ?? heldByOther(state, op.actor) ?? inPast(op.args.nextAt, op.occurredAt);
    case 'exception.follow-up':
    case 'exception.set-next':
      return inPast(op.args.nextAt, op.occurredAt);
    case 'exception.transfer':
      if (op.args.to === state.owner) return refuse('already-held', { owner: op.args.to });
      return mayDo(role, 'exception.transfer-other') ? null : heldByOther(state, op.actor);
    case 'exception.snooze':
      return notOpen(state) ?? inPast(op.args.until, op.occurredAt);
    case 'exception.wake':
      return state.snoozedUntil === null ? refuse('not-snoozed') : null;
    case 'exception.push':
      return maskText(op.args.text) === op.args.text ? null : refuse('personal-data-in-text');
    case 'exception.confirm-self-cleared':
      return state.status === 'self-cleared' ? null : refuse('exception-not-self-cleared');
    case 'exception.close': {
      const missing = missingStamps(state);
      return missing.length > 0 ? refuse('stamps-missing', { missing: missing.join(',') }) : null;
    }
    default:
      return null;
  }
}

function heldByOther({ owner }: ExceptionState, actor: string): ActRefusal | null {
  return owner !== null && owner !== actor ? refuse('claimed-by-other', { owner }) : null;
}

function notOpen({ status }: ExceptionState): ActRefusal | null {
  return status === 'open' ? null : refuse('exception-not-open');
}

function inPast(at: number, now: number): ActRefusal | null {
  return at <= now ? refuse('next-date-in-past') : null;
}

function refuse(reason: ActRefusal['reason'], detail: Record<string, string> = {}): ActRefusal {
  return { reason, detail };
}
