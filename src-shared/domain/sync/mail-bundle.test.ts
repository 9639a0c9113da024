import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_SYSTEMS, SOURCE_SYSTEMS } from '../mail/statement.ts';
import { MISSING, RULES, SLOT_REGIONS, VERDICTS } from '../screening/vocabulary.ts';
import { bundleText, clientsOf, emptyBundle, mailBundle, mergeBundles, normalBundle, saysMore } from './mail-bundle.ts';
import type { MailBundle } from './mail-bundle.ts';

const MAIL_NO = '1280000000001';
const word = fc.constantFrom('', '长沙', '湘潭', '已妥投', 'A');
const time = fc.integer({ min: 0, max: 3 }).map((days) => 1_763_600_000_000 + days * 86_400_000);
const source = fc.constantFrom(...SOURCE_SYSTEMS.slice(0, 3));
const flag = fc.constantFrom<0 | 1>(0, 1);
const fields = fc.record(
  { clientCode: fc.constantFrom('C1', 'C2'), acceptedAt: time, destCity: word, acceptedDateOnly: fc.constant(true) },
  { requiredKeys: [] },
);
const bundle: fc.Arbitrary<MailBundle> = fc.record({
  mailNo: fc.constant(MAIL_NO),
  client: fc.constantFrom(null, 'C1', 'C3'),
  traceAsOf: fc.option(time),
  statements: fc.array(fc.record({ source, asOf: time, fields }), { maxLength: 4 }),
  events: fc.array(
    fc.record({
      at: time,
      code: fc.constantFrom('', '704'),
      orgKey: word,
      hasOrgCode: flag,
      system: fc.constantFrom(...CODE_SYSTEMS),
      wordings: fc.array(fc.tuple(word, word, word, word, word, flag, source), { minLength: 1, maxLength: 3 }),
    }),
    { maxLength: 4 },
  ),
  noData: fc.array(fc.record({ asOf: time, source }), { maxLength: 3 }),
  verdicts: fc.array(
    fc.record({
      day: fc.constantFrom(20_412, 20_413),
      region: fc.constantFrom(...SLOT_REGIONS),
      verdict: fc.constantFrom(...VERDICTS),
      missing: fc.subarray([...MISSING]),
      rules: fc.subarray(RULES.slice(0, 2)),
      evaluatedAt: time,
      traceAsOf: fc.option(time),
      ruleVersion: fc.constantFrom(1, 2),
      device: fc.constantFrom('a', 'b'),
    }),
    { maxLength: 4 },
  ),
});

describe('bundles of one mail', () => {
  it('merge in any order to one text', () => {
    fc.assert(
      fc.property(bundle, bundle, bundle, (a, b, c) => {
        expect(bundleText(mergeBundles(a, b))).toBe(bundleText(mergeBundles(b, a)));
        expect(bundleText(mergeBundles(mergeBundles(a, b), c))).toBe(bundleText(mergeBundles(a, mergeBundles(b, c))));
      }),
      { numRuns: 300 },
    );
  });

  it('change nothing when they are heard again', () => {
    fc.assert(
      fc.property(bundle, bundle, (a, b) => {
        const normal = normalBundle(a);
        expect(mergeBundles(normal, normal)).toEqual(normal);
        const both = mergeBundles(a, b);
        expect(mergeBundles(both, a)).toEqual(both);
        expect(saysMore(a, both)).toBe(false);
        expect(mailBundle.parse(JSON.parse(bundleText(both)))).toEqual(both);
      }),
      { numRuns: 300 },
    );
  });

  it('keep every statement and every wording of both', () => {
    fc.assert(
      fc.property(bundle, bundle, (a, b) => {
        const both = mergeBundles(a, b);
        const wordings = (one: MailBundle): string[] =>
          one.events.flatMap(({ at, code, orgKey, system, wordings: said }) =>
            said.map((words) => JSON.stringify([at, code, orgKey, system, words])),
          );
        expect(new Set(wordings(both))).toEqual(new Set([...wordings(a), ...wordings(b)]));
        expect(both.noData.length).toBeGreaterThanOrEqual(Math.max(normalBundle(a).noData.length, normalBundle(b).noData.length));
        for (const { source: said, fields: stated, asOf } of [...a.statements, ...b.statements]) {
          expect(both.statements.some((kept) => kept.source === said && kept.asOf >= asOf && same(kept.fields, stated))).toBe(true);
        }
      }),
    );
  });

  it('name the client of the newest statement, and all that were ever named', () => {
    const said = (clientCode: string, asOf: number): MailBundle => ({
      ...emptyBundle(MAIL_NO),
      statements: [{ source: 'new-generation', asOf, fields: { clientCode } }],
    });
    const both = mergeBundles(said('C2', 1), said('C1', 2));
    expect(both.client).toBe('C1');
    expect(clientsOf(both)).toEqual(['C1', 'C2']);
    expect(clientsOf(emptyBundle(MAIL_NO))).toEqual([]);
  });

  it('keep a determined verdict before an undetermined one, and the last before the close', () => {
    const at = (verdict: 'normal' | 'undetermined', evaluatedAt: number): MailBundle => ({
      ...emptyBundle(MAIL_NO),
      verdicts: [
        { day: 20_413, region: 'same-city', verdict, missing: [], rules: [], evaluatedAt, traceAsOf: null, ruleVersion: 1, device: 'a' },
      ],
    });
    expect(mergeBundles(at('normal', 10), at('undetermined', 20)).verdicts[0]?.evaluatedAt).toBe(10);
    expect(mergeBundles(at('normal', 10), at('normal', 20)).verdicts[0]?.evaluatedAt).toBe(20);
  });
});

function same(a: Record<string, unknown>, b: Record<string, unknown>): boolean {
  return Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([key, value]) => b[key] === value);
}
