import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guardCsvText, looksLikeFormula, unguardCsvText } from './formula-guard.ts';

const DANGEROUS = ['=1+1', '+86 731', '-', '@SUM(A1)', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠a', ' =1', '　=1', "'=1", "''@x"];
const HARMLESS = ['', '拒收', "O'Neil", "'引号", '1-2', 'a=b', '1273456789012', ' 空格', '（-1）'];

describe('formula guard', () => {
  it.each(DANGEROUS)('guards %j', (text) => {
    expect(looksLikeFormula(text)).toBe(true);
    expect(guardCsvText(text)).toBe(`'${text}`);
    expect(unguardCsvText(guardCsvText(text))).toBe(text);
  });

  it.each(HARMLESS)('leaves %j alone', (text) => {
    expect(guardCsvText(text)).toBe(text);
    expect(unguardCsvText(text)).toBe(text);
  });

  it('always gives back the original, and never writes a text that a program could compute', () => {
    const piece = fc.constantFrom("'", '=', '+', '-', '@', '＝', '\t', '\r', '\n', ' ', '　', '邮', '1', 'A');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 6 }), (pieces) => {
        const text = pieces.join('');
        expect(unguardCsvText(guardCsvText(text))).toBe(text);
        expect(guardCsvText(text)).not.toMatch(/^\s*[=+\-@＝＋－＠]/);
      }),
      { numRuns: 3000, verbose: 1 },
    );
  });
});
