import { createCalendar, type Calendar } from '../calendar/calendar.ts';
import { cityKeyOf } from '../divisions/places.ts';
import { STAGES, type Region, type Stage } from '../screening/vocabulary.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../kernel/instant.ts';
import type { CodeSystem } from '../mail/statement.ts';
import type { RuleSet } from './rule-set.ts';

/** Thresholds in milliseconds, by the region that a mail counts as (unknown: out-of-province). */
export type RegionMs = Readonly<Record<Region, number>>;

/** A rule set made ready for use; build it once per rule set. */
export type CompiledRules = {
  set: RuleSet;
  version: number;
  codes: Readonly<Record<CodeSystem, ReadonlyMap<string, Stage | null>>>;
  /** Stage that a name means, for codes that no table knows. */
  stageOfNames(names: readonly string[]): Stage | null;
  recallCodes: ReadonlySet<string>;
  redirectCodes: ReadonlySet<string>;
  coarseCodes: ReadonlySet<string>;
  kuaidi100Basic: ReadonlySet<string>;
  reach: ReadonlyMap<string, Region>;
  homeCity: string | null;
  calendar: Calendar;
  ms: {
    asOfTolerance: number;
    notDispatched: number;
    stalled: RegionMs;
    notOutForDelivery: number;
    noDeliveryResult: number;
    uncollected: number;
    loss: RegionMs;
    signoffAfterFailure: number;
    recallGrace: number;
    redirectGrace: number;
    afterDelivery: number;
    beforeAcceptance: number;
    overdueDeliverySideFrom: number;
  };
  damage: { words: RegExp; negations: RegExp };
  selfPickup: RegExp;
};

/** Rank of each stage in the order of the page. */
export const STAGE_RANK: Readonly<Record<Stage, number>> = Object.fromEntries(STAGES.map((stage, rank) => [stage, rank])) as Record<
  Stage,
  number
>;

function anyOf(words: readonly string[]): RegExp {
  return new RegExp(words.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'));
}

function regionMs(table: RuleSet['thresholds']['stalledH'], unitMs: number): RegionMs {
  return {
    'same-city': table['same-city'] * unitMs,
    'in-province': table['in-province'] * unitMs,
    'out-of-province': table['out-of-province'] * unitMs,
    international: table.international * unitMs,
    unknown: table['out-of-province'] * unitMs,
  };
}

function nameReader(table: RuleSet['nameStages']): (names: readonly string[]) => Stage | null {
  const patterns = table.map(({ stage, words }) => ({ stage, pattern: anyOf(words) }));
  return (names) => {
    for (const { stage, pattern } of patterns) {
      for (const name of names) if (pattern.test(name)) return stage;
    }
    return null;
  };
}

function thresholdsMs(set: RuleSet): CompiledRules['ms'] {
  const t = set.thresholds;
  return {
    asOfTolerance: t.asOfToleranceMin * MINUTE_MS,
    notDispatched: t.notDispatchedH * HOUR_MS,
    stalled: regionMs(t.stalledH, HOUR_MS),
    notOutForDelivery: t.notOutForDeliveryH * HOUR_MS,
    noDeliveryResult: t.noDeliveryResultH * HOUR_MS,
    uncollected: t.uncollectedH * HOUR_MS,
    loss: regionMs(t.lossDays, DAY_MS),
    signoffAfterFailure: t.signoffAfterFailureMin * MINUTE_MS,
    recallGrace: t.recallGraceH * HOUR_MS,
    redirectGrace: t.redirectGraceH * HOUR_MS,
    afterDelivery: t.afterDeliveryMin * MINUTE_MS,
    beforeAcceptance: t.beforeAcceptanceMin * MINUTE_MS,
    overdueDeliverySideFrom: t.overdueDeliverySideFromMin * MINUTE_MS,
  };
}

/** Makes a rule set ready for use: maps, patterns, milliseconds, its calendar. */
export function compileRules(set: RuleSet): CompiledRules {
  return {
    set,
    version: set.version,
    codes: {
      post: new Map(Object.entries(set.codes.post)),
      kuaidi100: new Map(Object.entries(set.codes.kuaidi100)),
      kdniao: new Map(Object.entries(set.codes.kdniao)),
    },
    stageOfNames: nameReader(set.nameStages),
    recallCodes: new Set(set.flags.recall),
    redirectCodes: new Set(set.flags.redirect),
    coarseCodes: new Set(set.sources.coarseCodes),
    kuaidi100Basic: new Set(set.sources.kuaidi100Basic),
    reach: new Map(Object.entries(set.reach)),
    homeCity: cityKeyOf(set.homeCity),
    calendar: createCalendar(set.holidays),
    ms: thresholdsMs(set),
    damage: { words: anyOf(set.damage.words), negations: anyOf(set.damage.negations) },
    selfPickup: anyOf(set.selfPickupWords),
  };
}

/** True when a table of the rule set knows the code, with or without a stage. */
export function isKnownCode(system: CodeSystem, code: string, rules: CompiledRules): boolean {
  return rules.codes[system].has(code);
}

/** The rule set in force at an instant: the latest effective one, at equal times the higher version. */
export function ruleSetAt<T extends Pick<RuleSet, 'version' | 'effectiveFrom'>>(sets: readonly T[], instantMs: number): T | undefined {
  let best: T | undefined;
  for (const set of sets) {
    if (set.effectiveFrom > instantMs) continue;
    const later = !best || set.effectiveFrom > best.effectiveFrom;
    if (later || (best && set.effectiveFrom === best.effectiveFrom && set.version > best.version)) best = set;
  }
  return best;
}
