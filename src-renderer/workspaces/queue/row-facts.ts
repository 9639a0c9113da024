import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import type { AbnormalType, QueueRow } from './queue-store.ts';

/** Keys of the types as they are printed on the keyboard. */
export const TYPE_KEYS: readonly (readonly [type: AbnormalType, key: string])[] = [
  ['urge-delivery', 'Digit1'],
  ['missort', 'Digit2'],
  ['weight-check', 'Digit3'],
  ['delay', 'Digit4'],
  ['false-signoff', 'Digit5'],
  ['ab-label', 'Digit6'],
  ['address-change', 'Digit7'],
  ['loss', 'Digit8'],
  ['recall', 'Digit9'],
  ['damage', 'Digit0'],
  ['proof-of-delivery', 'Minus'],
  ['other', 'Equal'],
];

export const STAMPS = ['intervention', 'follow-up', 'feedback'] as const;
export type Stamp = (typeof STAMPS)[number];

/** Stamps that a closure still needs; the engine decides, this names them beforehand. */
export function missingStamps(row: Pick<QueueRow, 'interventionAt' | 'followUps' | 'feedbackAt'>): readonly Stamp[] {
  const missing: Stamp[] = [];
  if (row.interventionAt === null) missing.push('intervention');
  if (row.followUps === 0) missing.push('follow-up');
  if (row.feedbackAt === null) missing.push('feedback');
  return missing;
}

/** The engine's clock state, turned to over when the deadline passes on the screen. */
export function liveClock(row: Pick<QueueRow, 'clock' | 'dueAt'>, now: number): ClockStateName {
  const counts = row.clock === 'ok' || row.clock === 'soon';
  return counts && row.dueAt !== null && row.dueAt < now ? 'over' : row.clock;
}

/** True while Enter would still do something: the suggestion is open, or nobody has followed up. */
export function awaitsDecision(row: QueueRow): boolean {
  return row.status === 'open' && (!row.typeConfirmed || row.followUps === 0);
}
