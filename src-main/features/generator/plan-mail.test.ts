import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clientBook } from './clients.ts';
import { outcome, rulesAt } from './expectation.ts';
import { mailNumber, s10CheckDigit } from './mail-number.ts';
import { planUnit, type PlanContext } from './plan-mail.ts';
import { ABNORMAL_SCRIPTS, QUIET_SCRIPTS, unitTable } from './shares.ts';
import { asOf, EVENING, MORNING, snapAt } from './timeline.ts';

const FIRST = 20_250;
const DAYS = 30;

function contextOf(seed: number): PlanContext {
  const window = { firstSnap: snapAt(FIRST, MORNING), lastSnap: snapAt(FIRST + DAYS + 2, EVENING) };
  return { seed, firstPostDay: FIRST, window, book: clientBook(1000, seed) };
}

describe('planUnit', () => {
  it('makes quiet mails raise nothing at any screening', () => {
    const unit = fc.record({ seed: fc.nat(), index: fc.nat(900_000), day: fc.nat(DAYS - 1), script: fc.constantFrom(...QUIET_SCRIPTS) });
    fc.assert(
      fc.property(unit, ({ seed, index, day, script }) => {
        const context = contextOf(seed);
        for (const mail of planUnit({ index, script, postDay: FIRST + day }, context)) {
          for (let snap = context.window.firstSnap; snap <= context.window.lastSnap; snap++) {
            expect(rulesAt(mail, snap).rules).toEqual([]);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it.each(ABNORMAL_SCRIPTS)('makes a mail of %s be raised', (script) => {
    for (let index = 0; index < 150; index++) {
      const context = contextOf(9);
      // The last day is left out: what clears the day after its slot would clear after the window.
      for (const mail of planUnit({ index, script, postDay: FIRST + (index % (DAYS - 1)) }, context)) {
        const { raised, last } = outcome(mail, context.window);
        expect(raised).toBe(true);
        if (script.startsWith('self-cleared')) expect(last.rules).toEqual([]);
        else expect(last.rules).toContain(script);
      }
    }
  });

  it('tells no event before it is known, but for the planted stray ones', () => {
    const context = contextOf(3);
    for (let index = 0; index < 2000; index++) {
      const [mail] = planUnit({ index, script: 'clean', postDay: FIRST + (index % DAYS) }, context);
      for (const told of mail?.appearances ?? []) {
        expect(mail?.events[told.to - 1]?.at ?? 0).toBeLessThanOrEqual(asOf(told.snap));
      }
    }
  });
});

describe('numbers', () => {
  it('checks S10 numbers seen in public sources', () => {
    for (const number of ['LZ290346175CN', 'LZ292346788CN', 'EA471108151FR', 'RR473124829GB', 'EB000717618HK']) {
      expect(s10CheckDigit(number.slice(2, 10))).toBe(Number(number[10]));
    }
  });

  it('never gives one number twice', () => {
    const seen = new Set<string>();
    for (let index = 0; index < 100_000; index++) seen.add(mailNumber('ems', index * 17, 5));
    expect(seen.size).toBe(100_000);
  });
});

describe('unitTable', () => {
  it('gives each script its count, spread over all units', () => {
    const table = unitTable(10_000, 0.03, 77);
    const counts = new Map<string, number>();
    for (let unit = 0; unit < table.units; unit++) {
      const script = table.scriptOf(unit);
      counts.set(script, (counts.get(script) ?? 0) + 1);
    }
    const abnormal = ABNORMAL_SCRIPTS.reduce((sum, script) => sum + (counts.get(script) ?? 0), 0);
    // Swapped mails come in pairs: an odd count is rounded up.
    expect(abnormal + (counts.get('suspected-swap') ?? 0) - 300).toBeOneOf([0, 1]);
    const firstHalf = Array.from({ length: Math.floor(table.units / 2) }, (_, unit) => table.scriptOf(unit));
    const halved = firstHalf.filter((script) => script === 'attempt-failed').length;
    expect(Math.abs(halved * 2 - (counts.get('attempt-failed') ?? 0))).toBeLessThan(6);
  });
});
