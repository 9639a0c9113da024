import { z } from 'zod';
import { MACRO, PUSH_TEMPLATE } from '../exceptions/phrases.ts';
import { ABNORMAL_TYPES, PRIORITIES, REGIONS, RESPONSIBLE_STAGES, RULES, SLOT_REGIONS, STAGES } from '../screening/vocabulary.ts';

/**
 * Everything of the screening that a supervisor may change, as plain JSON: thresholds, lists, times
 * and mappings. A decision names the version that it used. Units stand in the names.
 */

const stage = z.enum(STAGES);
const codeTable = z.record(z.string(), stage.nullable());
const words = z.array(z.string().min(1)).min(1);
const amount = z.number().nonnegative();
const minuteOfDay = z.number().int().min(0).max(1440);
const byRegion = z.strictObject({
  'same-city': amount,
  'in-province': amount,
  'out-of-province': amount,
  international: amount,
});

const slot = z.strictObject({
  /** From the posting day to the duty day. */
  offsetDays: z.number().int().min(0),
  opensAtMin: minuteOfDay,
  autoRunAtMin: minuteOfDay,
});

const thresholds = z.strictObject({
  /** An event later than the as-of by more than this takes part in contradictory-trace only. */
  asOfToleranceMin: amount,
  notDispatchedH: amount,
  stalledH: byRegion,
  notOutForDeliveryH: amount,
  noDeliveryResultH: amount,
  uncollectedH: amount,
  lossDays: byRegion,
  signoffAfterFailureMin: amount,
  recallGraceH: amount,
  redirectGraceH: amount,
  afterDeliveryMin: amount,
  beforeAcceptanceMin: amount,
  weightG: amount,
  weightPercent: amount,
  /** Of the duty day: from here on a mail that is out for delivery on that day counts as overdue. */
  overdueDeliverySideFromMin: minuteOfDay,
});

const damage = z.strictObject({ words, negations: words });

const attemptReason = z.strictObject({
  reason: z.string().min(1),
  words: z.array(z.string().min(1)),
  type: z.enum(ABNORMAL_TYPES),
});

/** `holder`: who holds the last event; `event-holder`: who holds the offending one. */
export const RESPONSIBLE_CHOICES = [...RESPONSIBLE_STAGES, 'holder', 'event-holder'] as const;
const answer = z.strictObject({ type: z.enum(ABNORMAL_TYPES), responsible: z.enum(RESPONSIBLE_CHOICES) });

const priorities = z.strictObject({
  interventionH: z.record(z.enum(PRIORITIES), amount),
  p1: z.array(z.enum(RULES)),
  p2: z.array(z.enum(RULES)),
  /** P4 when nothing but these was found. */
  p4: z.array(z.enum(RULES)),
  overdueDays: z.number().int().min(0),
  dutyFromMin: minuteOfDay,
  dutyToMin: minuteOfDay,
  /** Share of time left at which a clock turns yellow. */
  yellowShare: z.number().min(0).max(1),
});

export const RULE_SET = z.strictObject({
  version: z.number().int().min(0),
  /** Instant from which the version decides. */
  effectiveFrom: z.number(),
  homeCity: z.strictObject({ province: z.string(), city: z.string() }),
  /** Codes of each code system; null: known, without a stage. */
  codes: z.strictObject({ post: codeTable, kuaidi100: codeTable, kdniao: codeTable }),
  /** For unknown codes, by name; the first entry with a word in the name decides. */
  nameStages: z.array(z.strictObject({ stage, words })),
  flags: z.strictObject({ recall: z.array(z.string()), redirect: z.array(z.string()) }),
  sources: z.strictObject({
    /** A push with no other codes is coarse. */
    coarseCodes: z.array(z.string()),
    /** kuaidi100 with no other codes is coarse. */
    kuaidi100Basic: z.array(z.string()),
  }),
  /** 寄达范围, digit or name. */
  reach: z.record(z.string(), z.enum(REGIONS)),
  slots: z.record(z.enum(SLOT_REGIONS), slot),
  dutyCalendar: z.enum(['calendar', 'working']),
  holidays: z.strictObject({
    days: z.record(z.string(), z.enum(['rest', 'work'])),
    throughYear: z.number().int().nullable(),
  }),
  thresholds,
  /** Words in a delivery's text that make a delivery without a round plausible. */
  selfPickupWords: words,
  damage,
  /** In order; the first with a word in the text decides, the last one has none. */
  attemptReasons: z.array(attemptReason).min(1),
  answers: z.record(z.enum(RULES), answer),
  stageHolders: z.record(stage, z.enum(RESPONSIBLE_STAGES)),
  priorities,
  /** Tiers that make a client a key client. */
  keyTiers: z.array(z.string()),
  /** Follow-ups to choose from; the first of a type is what its suggestion proposes. */
  macros: z.array(MACRO),
  /** Messages to clients to choose from. */
  pushTemplates: z.array(PUSH_TEMPLATE),
});
export type RuleSet = z.infer<typeof RULE_SET>;
