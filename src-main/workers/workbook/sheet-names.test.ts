import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimSheetName } from './sheet-names.ts';

const cases: [wanted: string, taken: string[], name: string][] = [
  ['异常邮件跟踪台账', [], '异常邮件跟踪台账'],
  ['2026/03/02 [省内]*?', [], '2026 03 02  省内'],
  ["'引号'", [], '引号'],
  ['', [], '工作表'],
  ['History', [], 'History_'],
  ['台账', ['台账', '台账 (2)'], '台账 (3)'],
  ['Ledger', ['ledger'], 'Ledger (2)'],
  ['长'.repeat(40), ['长'.repeat(31)], `${'长'.repeat(27)} (2)`],
];

describe('claimSheetName', () => {
  it.each(cases)('%j beside %j is %j', (wanted, taken, name) => {
    expect(claimSheetName(wanted, new Set(taken)).trim()).toBe(name);
  });

  it('always gives a name that Excel accepts and that is not taken', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { maxLength: 8 }), (wanted) => {
        const taken = new Set<string>();
        const names = wanted.map((name) => claimSheetName(name, taken));
        expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
        for (const name of names) expect(name).toMatch(/^(?!')[^[\]:*?/\\]{1,31}(?<!')$/);
      }),
      { numRuns: 1000, verbose: 1 },
    );
  });
});
