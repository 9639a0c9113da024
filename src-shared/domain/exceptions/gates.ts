import { missingStamps } from './exception.ts';
import type { ExceptionState } from './exception.ts';
import type { ExceptionOp } from './ops.ts';

export const ACT_REFUSALS = [
  'exception-closed',
  'exception-not-open',
  'exception-not-self-cleared',
  'claimed-by-other',
  'next-date-in-past',
  'stamps-missing',
] as const;
export type ActRefusal = { reason: (typeof ACT_REFUSALS)[number]; detail: Record<string, string> };

/** Why a person's act may not happen in this state, or null. The same question for single and bulk acts. */
export function refusalOf(state: ExceptionState, op: ExceptionOp): ActRefusal | null {
  if (state.status === 'closed') return refuse('exception-closed');
  switch (op.kind) {
    case 'exception.claim':
      return state.owner !== null && state.owner !== op.actor ? refuse('claimed-by-other', { owner: state.owner }) : null;
    case 'exception.follow-up':
      return op.args.nextAt <= op.occurredAt ? refuse('next-date-in-past') : null;
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

function refuse(reason: ActRefusal['reason'], detail: Record<string, string> = {}): ActRefusal {
  return { reason, detail };
}
