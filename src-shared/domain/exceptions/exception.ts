import type { Finding } from '../screening/evaluation.ts';
import type { AbnormalType, ExceptionStatus, Priority, Region, ResponsibleStage, Rule } from '../screening/vocabulary.ts';

/** What screening proposes for an exception, as it stood at its last evaluation. */
export type Assessment = {
  day: number | null;
  region: Region;
  clientCode: string | null;
  mainRule: Rule;
  type: AbnormalType;
  stage: ResponsibleStage;
  organisation: string | null;
  priority: Priority;
  interventionDue: number;
};

/**
 * One abnormal mail in one cycle: the fold of its ops. Times are UTC ms.
 * `type`, `stage` and `organisation` are null until a person decides; then they hold.
 */
export type ExceptionState = {
  uid: string;
  mailNo: string;
  cycle: number;
  status: ExceptionStatus;
  raisedAt: number;
  assessment: Assessment;
  findings: readonly Finding[];
  type: AbnormalType | null;
  stage: ResponsibleStage | null;
  organisation: string | null;
  owner: string | null;
  /** Set by the first claim and never changed (首问责任制); withdrawn only with all that came of that claim. */
  firstAsker: string | null;
  claimedAt: number | null;
  interventionAt: number | null;
  followUps: number;
  lastFollowUp: { at: number; by: string; text: string } | null;
  nextAt: number | null;
  /** 搁置 until this instant, also when that is past; anything new ends it. */
  snoozedUntil: number | null;
  snoozeReason: string | null;
  /** Messages to the client: the last one, how many, or why none is due. */
  pushedAt: number | null;
  pushes: number;
  pushWaived: string | null;
  feedbackAt: number | null;
  feedback: string | null;
  selfClearedAt: number | null;
  closedAt: number | null;
  closedBy: string | null;
  result: string | null;
};

/** What an exception is held for: a person's decision, else the suggestion. */
export function heldOf({ type, stage, organisation, assessment }: ExceptionState): {
  type: AbnormalType;
  stage: ResponsibleStage;
  organisation: string | null;
} {
  return {
    type: type ?? assessment.type,
    stage: stage ?? assessment.stage,
    organisation: stage === null ? assessment.organisation : organisation,
  };
}

/** Stamps that a closure needs. */
export const STAMPS = ['intervention', 'follow-up', 'feedback'] as const;
export type Stamp = (typeof STAMPS)[number];

export function missingStamps(state: ExceptionState): Stamp[] {
  const missing: Stamp[] = [];
  if (state.interventionAt === null) missing.push('intervention');
  if (state.followUps === 0) missing.push('follow-up');
  if (state.feedbackAt === null) missing.push('feedback');
  return missing;
}
