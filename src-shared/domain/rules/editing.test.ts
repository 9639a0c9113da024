import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../kernel/instant.ts';
import { changesBetween } from './changes.ts';
import { checkDraft } from './check-draft.ts';
import { compileRules } from './compile.ts';
import { DEFAULT_RULES } from './defaults.ts';
import { asVersion, draftHash, draftOf } from './draft.ts';
import type { RuleDraft } from './draft.ts';
import { changesFold, changesOpenings, checkDuty } from './effect.ts';
import { NUMBER_FIELDS, valueAt, withValue } from './number-fields.ts';
import { trySlot } from './trial.ts';

const DRAFT = draftOf(DEFAULT_RULES);
const SEED = 20_261_124;
const with_ = (path: string, value: unknown): RuleDraft => withValue(DRAFT, path, value);
const reasonsOf = (draft: unknown): string[] => checkDraft(draft).map(({ path, reason }) => `${path} ${reason}`);

describe('a draft of rules', () => {
  it('is right as it comes', () => expect(checkDraft(DRAFT)).toEqual([]));

  it('has one hash whatever the order of its keys', () => {
    const turned = Object.fromEntries(Object.entries(DRAFT).reverse()) as RuleDraft;
    expect(draftHash(turned)).toBe(draftHash(DRAFT));
    expect(draftHash(with_('thresholds.weightG', 101))).not.toBe(draftHash(DRAFT));
  });

  it('knows every number of the thresholds, slots and priorities', () => {
    const leaves = (at: unknown, path: string): string[] =>
      typeof at === 'number'
        ? [path]
        : typeof at === 'object' && at !== null
          ? Object.entries(at).flatMap(([key, value]) => leaves(value, path === '' ? key : `${path}.${key}`))
          : [];
    const numbers = [...leaves(DRAFT.thresholds, 'thresholds'), ...leaves(DRAFT.slots, 'slots'), ...leaves(DRAFT.priorities, 'priorities')];
    expect(new Set(NUMBER_FIELDS.map(({ path }) => path))).toEqual(new Set(numbers));
  });

  it.each(NUMBER_FIELDS.map((field) => [field.path, field] as const))('bounds %s', (path, { min, max, step }) => {
    expect(reasonsOf(with_(path, max + step))).toContain(`${path} above-maximum`);
    if (min > 0) expect(reasonsOf(with_(path, min - step))).toContain(`${path} below-minimum`);
    expect(reasonsOf(with_(path, min + step / 3))).toContain(`${path} between-steps`);
    expect(reasonsOf(with_(path, 'x'))).toContain(`${path} shape-not-valid`);
  });

  it.each<[string, RuleDraft, string]>([
    ['a loss before a stall', with_('thresholds.lossDays.same-city', 0.5), 'thresholds.lossDays.same-city loss-before-stalled'],
    ['a run before the opening', with_('slots.same-city.autoRunAtMin', 60), 'slots.same-city.autoRunAtMin run-before-opening'],
    ['a duty of no hours', with_('priorities.dutyToMin', 480), 'priorities.dutyToMin duty-ends-before-it-begins'],
    ['priorities out of order', with_('priorities.interventionH.P2', 1), 'priorities.interventionH.P2 order-not-ascending'],
    ['a word twice', with_('damage.words', ['破损', '破损']), 'damage.words repeated'],
    ['a word of blanks', with_('selfPickupWords', [' ']), 'selfPickupWords word-empty'],
    ['an endless word', with_('selfPickupWords', ['长'.repeat(41)]), 'selfPickupWords word-too-long'],
    ['no words', with_('damage.words', []), 'damage.words shape-not-valid'],
    ['an odd code', with_('codes.post', { '70 4': 'delivered' }), 'codes.post code-not-valid'],
    ['a stage that is none', with_('codes.post', { '704': 'lost' }), 'codes.post.704 shape-not-valid'],
    ['a rule of two priorities', with_('priorities.p2', ['damage-reported']), 'priorities in-two-lists'],
    ['a last reason with words', with_('attemptReasons', DRAFT.attemptReasons.slice(0, 2)), 'attemptReasons other-reason-not-last'],
    ['a place that is none', with_('homeCity', { province: '湖南省', city: '无此市' }), 'homeCity city-unknown'],
    ['a tier that is none', with_('keyTiers', ['gold']), 'keyTiers tier-unknown'],
    ['a day that is none', with_('holidays.days', { '2026-02-30': 'rest' }), 'holidays.days day-not-valid'],
    ['a macro twice', with_('macros', [...DRAFT.macros, ...DRAFT.macros.slice(0, 1)]), 'macros repeated'],
    ['a variable that is none', with_('macros', [{ ...DRAFT.macros[0], text: '{{无此项}}' }]), 'macros.0.text template-variable-unknown'],
    ['a member too many', { ...DRAFT, extra: 1 } as unknown as RuleDraft, ' shape-not-valid'],
  ])('refuses %s', (_, draft, expected) => expect(reasonsOf(draft)).toContain(expected));
});

describe('what changed', () => {
  it('is nothing between equal drafts', () => expect(changesBetween(DRAFT, JSON.parse(JSON.stringify(DRAFT)) as RuleDraft)).toEqual([]));

  it('names numbers, words, codes and orders', () => {
    const after = {
      ...withValue(with_('thresholds.stalledH.same-city', 36), 'damage.words', ['破损', '压坏', ...DRAFT.damage.words.slice(1, 4)]),
      codes: { ...DRAFT.codes, post: { ...DRAFT.codes.post, '999': 'delivered' as const, '801': 'void' as const } },
      nameStages: [...DRAFT.nameStages].reverse(),
    };
    expect(changesBetween(DRAFT, after)).toEqual([
      { path: 'codes.post.801', kind: 'changed', before: 'null', after: '"void"' },
      { path: 'codes.post.999', kind: 'added', before: null, after: '"delivered"' },
      expect.objectContaining({ path: 'nameStages', kind: 'reordered' }),
      { path: 'thresholds.stalledH.same-city', kind: 'changed', before: '24', after: '36' },
      { path: 'damage.words', kind: 'removed', before: '"拆封"', after: null },
      { path: 'damage.words', kind: 'added', before: null, after: '"压坏"' },
    ]);
  });

  it('of one number is that number alone', () => {
    const one = fc
      .constantFrom(...NUMBER_FIELDS)
      .chain((field) =>
        fc.record({ field: fc.constant(field), steps: fc.integer({ min: 0, max: Math.round((field.max - field.min) / field.step) }) }),
      );
    fc.assert(
      fc.property(one, ({ field: { path, min, step }, steps }) => {
        const value = min + steps * step;
        const changes = changesBetween(DRAFT, with_(path, value)).map(({ path: where, kind }) => ({ where, kind }));
        expect(changes).toEqual(valueAt(DRAFT, path) === value ? [] : [{ where: path, kind: 'changed' }]);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});

describe('what a change reaches', () => {
  const compiled = (draft: RuleDraft) => compileRules(asVersion(draft, { version: 2, effectiveFrom: 0 }));
  const DAYS = { from: 20_500, to: 20_540 };

  it('is the fold only where facts are read otherwise', () => {
    expect(changesFold(DRAFT, with_('thresholds.stalledH.same-city', 12))).toBe(false);
    expect(changesFold(DRAFT, with_('codes.post.999', 'delivered'))).toBe(true);
    expect(changesFold(DRAFT, with_('thresholds.asOfToleranceMin', 20))).toBe(true);
    expect(changesOpenings(DRAFT, with_('slots.same-city.opensAtMin', 600))).toBe(true);
    expect(changesOpenings(DRAFT, with_('thresholds.weightG', 1))).toBe(false);
  });

  it('may not move the duty of mails that are stored', () => {
    const [offset] = checkDuty(compiled(DRAFT), compiled(with_('slots.in-province.offsetDays', 3)), DAYS);
    expect(offset).toMatchObject({ path: 'slots.in-province.offsetDays', reason: 'duty-of-stored-mails' });
    expect(checkDuty(compiled(DRAFT), compiled(with_('dutyCalendar', 'working')), DAYS)[0]?.path).toBe('dutyCalendar');
    expect(checkDuty(compiled(DRAFT), compiled(with_('holidays.days', { '2026-03-05': 'rest' })), DAYS)).toEqual([]);
    const working = with_('dutyCalendar', 'working');
    const holiday = withValue(working, 'holidays.days', { '2026-03-05': 'rest' });
    expect(checkDuty(compiled(working), compiled(holiday), DAYS)[0]?.path).toBe('holidays.days');
    expect(checkDuty(compiled(working), compiled(holiday), { from: 20_400, to: 20_420 })).toEqual([]);
  });
});

describe('a trial of a posting time', () => {
  const at = (text: string): number => parseInstant(text) ?? 0;

  it('names the slot, its times and the days between', () => {
    const trial = trySlot(DRAFT, { postedAt: at('2026-03-02T23:59:59'), region: 'in-province' });
    expect(trial).toEqual({
      postingDay: 20_514,
      slot: { day: 20_516, region: 'in-province' },
      opensAt: at('2026-03-04T00:00:00'),
      autoRunAt: at('2026-03-04T08:30:00'),
      closesAt: at('2026-03-05T00:00:00'),
      deliverySideFrom: at('2026-03-04T20:00:00'),
      offsetDays: 2,
      days: [
        { day: '2026-03-03', counted: true },
        { day: '2026-03-04', counted: true },
      ],
      calendarMissing: null,
    });
  });

  it('skips days off where duty follows working days, and says what year is not loaded', () => {
    const working = with_('dutyCalendar', 'working');
    const trial = trySlot(working, { postedAt: at('2026-03-06T10:00:00'), region: 'same-city' });
    expect(trial.days).toEqual([
      { day: '2026-03-07', counted: false },
      { day: '2026-03-08', counted: false },
      { day: '2026-03-09', counted: true },
    ]);
    expect(trySlot(working, { postedAt: at('2031-03-06T10:00:00'), region: 'same-city' }).calendarMissing).toBe(2031);
  });
});
