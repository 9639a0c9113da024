import { heldOf } from '#shared/domain/exceptions/exception.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { yellowFrom } from '#shared/domain/screening/intervention.ts';
import type { AbnormalType, ResponsibleStage } from '#shared/domain/screening/vocabulary.ts';

/** Columns of `exception` that the queue is filtered and sorted by; derived, never decided. */
export type QueueOrder = {
  /** Deadline of the running clock; null when none runs. */
  due_at: number | null;
  /** From when on it is 临期. */
  warn_at: number | null;
  held_type: AbnormalType;
  held_stage: ResponsibleStage;
  held_org: string | null;
};

/**
 * The clock of an open exception runs to the first intervention, from then on to the next
 * follow-up, or to the end of a snooze that is later; the first intervention waits for no snooze.
 */
export function orderOf(state: ExceptionState, rules: CompiledRules): QueueOrder {
  const { type, stage, organisation } = heldOf(state);
  const held = { held_type: type, held_stage: stage, held_org: organisation };
  if (state.status !== 'open') return { due_at: null, warn_at: null, ...held };
  const isFollowed = state.interventionAt !== null && state.nextAt !== null;
  const clock = isFollowed
    ? { raisedAt: state.lastFollowUp?.at ?? state.raisedAt, dueAt: Math.max(state.nextAt ?? 0, state.snoozedUntil ?? 0) }
    : { raisedAt: state.raisedAt, dueAt: state.assessment.interventionDue };
  return { due_at: clock.dueAt, warn_at: yellowFrom(clock, rules), ...held };
}
