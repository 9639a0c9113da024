import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, formatDay, parseDay } from '../../kernel/instant.ts';
import { NO_RECORDS } from '../mail/derive-state.ts';
import { compileRules } from '../rules/compile.ts';
import { DEFAULT_RULES } from '../rules/defaults.ts';
import { instant, mail, RULES_IN_FORCE as rules, scan } from './fixtures.ts';
import {
  autoRunAt,
  dutyDayOf,
  latestOpening,
  needsFreshTrace,
  openSlots,
  postingDayFor,
  slotClose,
  slotOpening,
  slotsOfMail,
} from './slots.ts';
import { SLOT_REGIONS } from './vocabulary.ts';

const day = (text: string): number => parseDay(text) ?? Number.NaN;
const D = day('2025-11-21');

describe('slots', () => {
  it.each([
    ['same-city', '2025-11-21T12:00:00+08:00', '2025-11-21T14:00:00+08:00', '2025-11-20'],
    ['in-province', '2025-11-21T00:00:00+08:00', '2025-11-21T08:30:00+08:00', '2025-11-19'],
    ['out-of-province', '2025-11-21T00:00:00+08:00', '2025-11-21T08:30:00+08:00', '2025-11-18'],
  ] as const)('%s opens, runs and looks back', (region, opens, runs, posted) => {
    expect(slotOpening(D, region, rules)).toBe(instant(opens));
    expect(autoRunAt(D, region, rules)).toBe(instant(runs));
    expect(slotClose(D)).toBe(instant('2025-11-22T00:00:00+08:00'));
    expect(postingDayFor(D, region, rules)).toEqual({ from: day(posted), to: day(posted) });
  });

  it.each([
    ['23:59:59 of the eve', '2025-11-20T23:59:59+08:00', '2025-11-21'],
    ['00:00:00', '2025-11-21T00:00:00+08:00', '2025-11-22'],
  ])('a mail posted at %s is due in its own slot', (_name, accepted, due) => {
    const state = mail({ fields: { acceptedAt: instant(accepted), reach: '1' } });
    expect(slotsOfMail(state, rules)).toEqual([{ day: day(due), region: 'same-city' }]);
  });

  it('counts a mail of unknown region in three slots, and none for others', () => {
    const fields = { acceptedAt: instant('2025-11-20T10:00:00+08:00') };
    expect(slotsOfMail(mail({ fields }), rules).map((slot) => `${formatDay(slot.day)} ${slot.region}`)).toEqual([
      '2025-11-21 same-city',
      '2025-11-22 in-province',
      '2025-11-23 out-of-province',
    ]);
    expect(slotsOfMail(mail({ fields: { ...fields, reach: '5' } }), rules)).toEqual([]);
    expect(slotsOfMail(mail({ fields: { reach: '1' } }), rules)).toEqual([]);
    const voided = mail({ fields: { ...fields, reach: '1' }, events: [scan(fields.acceptedAt, '207')], traceAsOf: fields.acceptedAt });
    expect(slotsOfMail(voided, rules)).toEqual([]);
    const overridden = mail({ fields, records: { ...NO_RECORDS, regionOverride: 'in-province' } });
    expect(slotsOfMail(overridden, rules)).toEqual([{ day: day('2025-11-22'), region: 'in-province' }]);
  });

  it('names what is open now and the latest opening', () => {
    expect(openSlots(instant('2025-11-21T11:59:59+08:00'), rules).map(({ region }) => region)).toEqual(['in-province', 'out-of-province']);
    expect(openSlots(instant('2025-11-21T12:00:00+08:00'), rules)).toHaveLength(3);
    expect(latestOpening('same-city', instant('2025-11-21T11:59:59+08:00'), rules)).toBe(instant('2025-11-20T12:00:00+08:00'));
    expect(latestOpening('in-province', instant('2025-11-21T11:59:59+08:00'), rules)).toBe(instant('2025-11-21T00:00:00+08:00'));
    expect(latestOpening('unknown', instant('2025-11-21T12:00:00+08:00'), rules)).toBe(instant('2025-11-21T12:00:00+08:00'));
    expect(latestOpening('international', instant('2025-11-21T12:00:00+08:00'), rules)).toBeNull();
  });

  it('lists watched mails whose trace is older than the latest opening', () => {
    const needs = (traceAsOf: string | null, code = '305') =>
      needsFreshTrace(
        mail({
          fields: { acceptedAt: instant('2025-11-20T10:00:00+08:00'), reach: '1' },
          events: [scan('2025-11-20T11:00:00+08:00', code)],
          traceAsOf,
        }),
        instant('2025-11-21T13:00:00+08:00'),
        rules,
      );
    expect(needs('2025-11-21T11:59:59+08:00')).toBe(true);
    expect(needs('2025-11-21T12:00:00+08:00')).toBe(false);
    expect(needs('2025-11-21T11:00:00+08:00', '704')).toBe(false);
    expect(needs(null)).toBe(false);
  });
});

describe('duty by the working calendar', () => {
  const working = compileRules({ ...DEFAULT_RULES, dutyCalendar: 'working' });

  it('moves the duty over days off', () => {
    expect(formatDay(dutyDayOf(day('2025-09-30'), 'same-city', working))).toBe('2025-10-09');
    expect(postingDayFor(day('2025-10-09'), 'same-city', working)).toEqual({ from: day('2025-09-30'), to: day('2025-10-08') });
    expect(postingDayFor(day('2025-10-05'), 'same-city', working)).toBeNull();
    expect(openSlots(instant('2025-10-05T15:00:00+08:00'), working)).toEqual([]);
    expect(latestOpening('same-city', instant('2025-10-05T15:00:00+08:00'), working)).toBe(instant('2025-09-30T12:00:00+08:00'));
  });

  it('gives each posting day exactly one duty day', () => {
    const start = dayOf(instant('2025-01-01T00:00:00+08:00'));
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 720 }),
        fc.constantFrom(...SLOT_REGIONS),
        fc.constantFrom(rules, working),
        (offset, region, by) => {
          const posted = start + offset;
          const range = postingDayFor(dutyDayOf(posted, region, by), region, by);
          expect(range).not.toBeNull();
          if (!range) return;
          expect(posted).toBeGreaterThanOrEqual(range.from);
          expect(posted).toBeLessThanOrEqual(range.to);
          for (let each = range.from; each <= range.to; each++) {
            expect(dutyDayOf(each, region, by)).toBe(dutyDayOf(posted, region, by));
          }
          expect(dutyDayOf(range.from - 1, region, by)).not.toBe(dutyDayOf(posted, region, by));
          expect(dutyDayOf(range.to + 1, region, by)).not.toBe(dutyDayOf(posted, region, by));
        },
      ),
      { numRuns: 600 },
    );
  });
});
