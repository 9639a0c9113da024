import { SLOT_REGIONS } from '../screening/vocabulary.ts';
import type { Rule } from '../screening/vocabulary.ts';
import type { RuleDraft } from './draft.ts';

/** `clock`: minutes since midnight, shown as a time of day; `share`: 0 to 1, shown as a percentage. */
export const FIELD_UNITS = ['minutes', 'hours', 'days', 'grams', 'percent', 'clock', 'share'] as const;
export type FieldUnit = (typeof FIELD_UNITS)[number];
export const FIELD_GROUPS = ['age', 'trace', 'weight', 'requests', 'slots', 'priority'] as const;
export type FieldGroup = (typeof FIELD_GROUPS)[number];

/** A number that a supervisor may change: where it stands, its unit, its bounds, and what reads it. */
export type NumberField = {
  /** Members from the draft's root, joined by dots; keys hold no dots. */
  path: string;
  group: FieldGroup;
  unit: FieldUnit;
  min: number;
  max: number;
  /** The value is a multiple of it. */
  step: number;
  /** Rules that decide by it; empty for clocks and priorities. */
  rules: readonly Rule[];
};

type Bounds = Pick<NumberField, 'unit' | 'min' | 'max' | 'step'>;
const LONG_REGIONS = ['same-city', 'in-province', 'out-of-province', 'international'] as const;

const HOURS = (max: number, min = 1): Bounds => ({ unit: 'hours', min, max, step: 0.5 });
const MINUTES = (max: number): Bounds => ({ unit: 'minutes', min: 0, max, step: 1 });
const CLOCK: Bounds = { unit: 'clock', min: 0, max: 1440, step: 1 };

function field(path: string, group: FieldGroup, bounds: Bounds & { rules?: readonly Rule[] }): NumberField {
  return { rules: [], ...bounds, path, group };
}

/** All numbers that may be changed, in the order of the screen. */
export const NUMBER_FIELDS: readonly NumberField[] = [
  field('thresholds.notDispatchedH', 'age', { ...HOURS(720), rules: ['not-dispatched'] }),
  ...LONG_REGIONS.map((region) => field(`thresholds.stalledH.${region}`, 'age', { ...HOURS(2160), rules: ['stalled'] })),
  field('thresholds.notOutForDeliveryH', 'age', { ...HOURS(240), rules: ['not-out-for-delivery'] }),
  field('thresholds.noDeliveryResultH', 'age', { ...HOURS(240), rules: ['no-delivery-result'] }),
  field('thresholds.uncollectedH', 'age', { ...HOURS(720), rules: ['uncollected'] }),
  ...LONG_REGIONS.map((region) =>
    field(`thresholds.lossDays.${region}`, 'age', { unit: 'days', min: 1, max: 180, step: 1, rules: ['suspected-loss'] }),
  ),
  field('thresholds.overdueDeliverySideFromMin', 'age', { ...CLOCK, rules: ['overdue'] }),
  field('thresholds.asOfToleranceMin', 'trace', { ...MINUTES(120), rules: ['contradictory-trace'] }),
  field('thresholds.afterDeliveryMin', 'trace', { ...MINUTES(1440), rules: ['contradictory-trace'] }),
  field('thresholds.beforeAcceptanceMin', 'trace', { ...MINUTES(1440), rules: ['contradictory-trace'] }),
  field('thresholds.signoffAfterFailureMin', 'trace', { ...MINUTES(1440), rules: ['suspected-false-signoff'] }),
  field('thresholds.recallGraceH', 'requests', { ...HOURS(72, 0), rules: ['recall-not-honoured'] }),
  field('thresholds.redirectGraceH', 'requests', { ...HOURS(72, 0), rules: ['redirect-not-honoured'] }),
  field('thresholds.weightG', 'weight', { unit: 'grams', min: 0, max: 30_000, step: 1, rules: ['weight-mismatch'] }),
  field('thresholds.weightPercent', 'weight', { unit: 'percent', min: 0, max: 100, step: 1, rules: ['weight-mismatch'] }),
  ...SLOT_REGIONS.flatMap((region) => [
    field(`slots.${region}.offsetDays`, 'slots', { unit: 'days', min: 0, max: 15, step: 1, rules: ['overdue'] }),
    field(`slots.${region}.opensAtMin`, 'slots', { ...CLOCK, rules: ['overdue'] }),
    field(`slots.${region}.autoRunAtMin`, 'slots', CLOCK),
  ]),
  ...(['P1', 'P2', 'P3', 'P4'] as const).map((priority) => field(`priorities.interventionH.${priority}`, 'priority', HOURS(168, 0.5))),
  field('priorities.overdueDays', 'priority', { unit: 'days', min: 1, max: 30, step: 1, rules: ['overdue'] }),
  field('priorities.dutyFromMin', 'priority', CLOCK),
  field('priorities.dutyToMin', 'priority', CLOCK),
  field('priorities.yellowShare', 'priority', { unit: 'share', min: 0, max: 0.9, step: 0.01 }),
];

/** The value at a path of members; undefined where there is none. */
export function valueAt(draft: RuleDraft, path: string): unknown {
  let at: unknown = draft;
  for (const key of path.split('.')) at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[key] : undefined;
  return at;
}

/** The draft with another value at a path; the rest is shared. */
export function withValue(draft: RuleDraft, path: string, value: unknown): RuleDraft {
  return set(draft, path.split('.'), value) as RuleDraft;
}

function set(at: unknown, [key, ...rest]: readonly string[], value: unknown): unknown {
  if (key === undefined) return value;
  const members = at as Record<string, unknown>;
  return { ...members, [key]: set(members[key], rest, value) };
}
