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
};

/**
 * The clock of an open exception runs to the first intervention, from then on to the next
 * follow-up; type and stage are a person's decision, else the suggestion.
 */
export function orderOf(state: ExceptionState, rules: CompiledRules): QueueOrder {
  const held = { held_type: state.type ?? state.assessment.type, held_stage: state.stage ?? state.assessment.stage };
  if (state.status !== 'open') return { due_at: null, warn_at: null, ...held };
  const isFollowed = state.interventionAt !== null && state.nextAt !== null;
  const clock = isFollowed
    ? { raisedAt: state.lastFollowUp?.at ?? state.raisedAt, dueAt: state.nextAt ?? 0 }
    : { raisedAt: state.raisedAt, dueAt: state.assessment.interventionDue };
  return { due_at: clock.dueAt, warn_at: yellowFrom(clock, rules), ...held };
}
