import { parseDay } from '../../kernel/instant.ts';
import { CLIENT_TIERS } from '../clients/client-row.ts';
import { cityKeyOf } from '../divisions/places.ts';
import { SLOT_REGIONS } from '../screening/vocabulary.ts';
import { RULE_DRAFT } from './draft.ts';
import type { RuleDraft } from './draft.ts';
import { NUMBER_FIELDS, valueAt } from './number-fields.ts';
import type { NumberField } from './number-fields.ts';

export const DRAFT_REASONS = [
  'shape-not-valid',
  'below-minimum',
  'above-maximum',
  'between-steps',
  'loss-before-stalled',
  'run-before-opening',
  'duty-ends-before-it-begins',
  'order-not-ascending',
  'word-empty',
  'word-too-long',
  'repeated',
  'code-not-valid',
  'in-two-lists',
  'other-reason-not-last',
  'reason-without-words',
  'city-unknown',
  'tier-unknown',
  'day-not-valid',
  'template-variable-unknown',
  'duty-of-stored-mails',
] as const;
export type DraftReason = (typeof DRAFT_REASONS)[number];

/** Why a draft cannot be tried: where, why, and the bound that it breaks. */
export type DraftProblem = { path: string; reason: DraftReason; detail: Readonly<Record<string, string | number>> };

export const WORD_MAX = 40;
const CODE = /^[0-9A-Za-z]{1,20}$/;

/** Everything that is wrong with a draft in itself; empty: it may be tried. */
export function checkDraft(input: unknown): DraftProblem[] {
  // Before the shape, which knows some of the bounds too, but not in words.
  const numbers = NUMBER_FIELDS.flatMap((field) => checkNumber(input as RuleDraft, field));
  const told = new Set(numbers.map(({ path }) => path));
  const parsed = RULE_DRAFT.safeParse(input);
  if (parsed.success) return [...numbers, ...checkOrders(parsed.data), ...checkLists(parsed.data), ...checkTables(parsed.data)];
  const shape = parsed.error.issues
    .map(({ path, code, message }): DraftProblem => {
      const isTemplate = message === 'template-variable-unknown';
      return { path: path.join('.'), reason: isTemplate ? 'template-variable-unknown' : 'shape-not-valid', detail: { code } };
    })
    .filter(({ path }) => !told.has(path));
  return [...numbers, ...shape];
}

function problem(path: string, reason: DraftReason, detail: DraftProblem['detail'] = {}): DraftProblem {
  return { path, reason, detail };
}

function checkNumber(draft: RuleDraft, { path, min, max, step }: NumberField): DraftProblem[] {
  const value = valueAt(draft, path);
  if (typeof value !== 'number') return [];
  const bounds = { value, min, max, step };
  if (value < min) return [problem(path, 'below-minimum', bounds)];
  if (value > max) return [problem(path, 'above-maximum', bounds)];
  const steps = value / step;
  return Math.abs(steps - Math.round(steps)) > 1e-6 ? [problem(path, 'between-steps', bounds)] : [];
}

function checkOrders({ thresholds, slots, priorities }: RuleDraft): DraftProblem[] {
  const problems: DraftProblem[] = [];
  for (const region of [...SLOT_REGIONS, 'international'] as const) {
    const [lossDays, stalledH] = [thresholds.lossDays[region], thresholds.stalledH[region]];
    if (lossDays * 24 < stalledH) problems.push(problem(`thresholds.lossDays.${region}`, 'loss-before-stalled', { lossDays, stalledH }));
  }
  for (const region of SLOT_REGIONS) {
    const { opensAtMin, autoRunAtMin } = slots[region];
    if (autoRunAtMin < opensAtMin) problems.push(problem(`slots.${region}.autoRunAtMin`, 'run-before-opening', { opensAtMin }));
  }
  const { interventionH: hours, dutyFromMin, dutyToMin } = priorities;
  if (dutyFromMin >= dutyToMin) problems.push(problem('priorities.dutyToMin', 'duty-ends-before-it-begins', { dutyFromMin }));
  for (const [sooner, later] of [
    ['P1', 'P2'],
    ['P2', 'P3'],
    ['P3', 'P4'],
  ] as const) {
    if (hours[sooner] <= hours[later]) continue;
    problems.push(problem(`priorities.interventionH.${later}`, 'order-not-ascending', { sooner, hours: hours[sooner] }));
  }
  return problems;
}

/** Lists of words; a word may stand in several of them, but once in each. */
function checkLists(draft: RuleDraft): DraftProblem[] {
  const lists: [path: string, words: readonly string[]][] = [
    ['selfPickupWords', draft.selfPickupWords],
    ['damage.words', draft.damage.words],
    ['damage.negations', draft.damage.negations],
    ...draft.nameStages.map(({ stage, words }): [string, readonly string[]] => [`nameStages.${stage}`, words]),
    ...draft.attemptReasons.map(({ reason, words }): [string, readonly string[]] => [`attemptReasons.${reason}`, words]),
    ['reach', Object.keys(draft.reach)],
    ['macros', draft.macros.map(({ id }) => id)],
    ['pushTemplates', draft.pushTemplates.map(({ id }) => id)],
  ];
  const codes = (['flags.recall', 'flags.redirect', 'sources.coarseCodes', 'sources.kuaidi100Basic'] as const).map(
    (path): [string, readonly string[]] => [path, valueAt(draft, path) as readonly string[]],
  );
  return [
    ...[...lists, ...codes].flatMap(([path, words]) => checkWords(path, words)),
    ...codes.flatMap(([path, list]) => checkCodes(path, list)),
    ...checkReasons(draft),
  ];
}

function checkWords(path: string, words: readonly string[]): DraftProblem[] {
  const problems: DraftProblem[] = [];
  const seen = new Set<string>();
  for (const word of words) {
    if (word.trim() === '' || word !== word.trim()) problems.push(problem(path, 'word-empty', { word }));
    else if (word.length > WORD_MAX) problems.push(problem(path, 'word-too-long', { word, max: WORD_MAX }));
    if (seen.has(word)) problems.push(problem(path, 'repeated', { word }));
    seen.add(word);
  }
  return problems;
}

function checkCodes(path: string, codes: readonly string[]): DraftProblem[] {
  return codes.filter((code) => !CODE.test(code)).map((code) => problem(path, 'code-not-valid', { code }));
}

/** The last reason takes what no other one did; it alone has no words. */
function checkReasons({ attemptReasons }: RuleDraft): DraftProblem[] {
  const problems = checkWords(
    'attemptReasons',
    attemptReasons.map(({ reason }) => reason),
  );
  attemptReasons.forEach(({ reason, words }, index) => {
    const isLast = index === attemptReasons.length - 1;
    if (isLast && words.length > 0) problems.push(problem('attemptReasons', 'other-reason-not-last', { reason }));
    if (!isLast && words.length === 0) problems.push(problem(`attemptReasons.${reason}`, 'reason-without-words', { reason }));
  });
  return problems;
}

function checkTables(draft: RuleDraft): DraftProblem[] {
  const { codes, priorities, homeCity, keyTiers, holidays } = draft;
  const problems = (['post', 'kuaidi100', 'kdniao'] as const).flatMap((system) =>
    checkCodes(`codes.${system}`, Object.keys(codes[system])),
  );
  const placed = [...priorities.p1, ...priorities.p2, ...priorities.p4];
  for (const rule of new Set(placed.filter((each, index) => placed.indexOf(each) !== index))) {
    problems.push(problem('priorities', 'in-two-lists', { rule }));
  }
  if (cityKeyOf(homeCity) === null) problems.push(problem('homeCity', 'city-unknown', { city: homeCity.city }));
  for (const tier of keyTiers) {
    if (!(CLIENT_TIERS as readonly string[]).includes(tier)) problems.push(problem('keyTiers', 'tier-unknown', { tier }));
  }
  for (const day of Object.keys(holidays.days)) {
    if (parseDay(day) === undefined) problems.push(problem('holidays.days', 'day-not-valid', { day }));
  }
  return problems;
}
