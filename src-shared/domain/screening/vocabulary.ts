/** Words of the screening decisions; codes are stable contract, names are for people. */

/** Stages in rank order. */
export const STAGES = [
  'accepted',
  'at-origin-station',
  'left-origin',
  'at-centre',
  'left-centre',
  'linehaul',
  'customs',
  'at-delivery-station',
  'out-for-delivery',
  'attempt-failed',
  'ready-for-pickup',
  'delivered',
  'returned',
  'void',
] as const;
export type Stage = (typeof STAGES)[number];

export const REGIONS = ['same-city', 'in-province', 'out-of-province', 'international', 'unknown'] as const;
export type Region = (typeof REGIONS)[number];
/** Regions that have a daily slot, with their offset from the posting day in calendar days. */
export const SLOT_REGIONS = ['same-city', 'in-province', 'out-of-province'] as const;
export type SlotRegion = (typeof SLOT_REGIONS)[number];
export const REGION_BASES = ['override', 'export', 'divisions', 'unknown'] as const;
export type RegionBasis = (typeof REGION_BASES)[number];

/** Rules in the order of precedence for the main rule. */
export const RULES = [
  'suspected-loss',
  'damage-reported',
  'suspected-swap',
  'suspected-false-signoff',
  'suspected-missort',
  'recall-not-honoured',
  'redirect-not-honoured',
  'weight-mismatch',
  'returned',
  'attempt-failed',
  'uncollected',
  'no-delivery-result',
  'not-out-for-delivery',
  'stalled',
  'not-dispatched',
  'overdue',
  'no-trace',
  'contradictory-trace',
] as const;
export type Rule = (typeof RULES)[number];

export const ABNORMAL_TYPES = [
  'urge-delivery',
  'missort',
  'weight-check',
  'delay',
  'false-signoff',
  'ab-label',
  'address-change',
  'loss',
  'recall',
  'damage',
  'proof-of-delivery',
  'other',
] as const;
export type AbnormalType = (typeof ABNORMAL_TYPES)[number];

export const RESPONSIBLE_STAGES = ['acceptance', 'processing', 'transport', 'delivery', 'client', 'data'] as const;
export type ResponsibleStage = (typeof RESPONSIBLE_STAGES)[number];

export const PRIORITIES = ['P1', 'P2', 'P3', 'P4'] as const;
export type Priority = (typeof PRIORITIES)[number];

export const VERDICTS = ['normal', 'abnormal', 'undetermined'] as const;
export type Verdict = (typeof VERDICTS)[number];
export const MISSING = ['region', 'trace', 'fresh-trace'] as const;
export type Missing = (typeof MISSING)[number];

export const EXCEPTION_STATUSES = ['open', 'self-cleared', 'closed'] as const;
export type ExceptionStatus = (typeof EXCEPTION_STATUSES)[number];
