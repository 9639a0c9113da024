import { describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../kernel/instant.ts';
import type { MailFields, TraceEvent } from '../mail/statement.ts';
import { evaluated, fired, instant, mail, scan } from './fixtures.ts';
import { isSwapPair, swapCandidates, swapPairAt } from './swap.ts';

const ACCEPTED = instant('2025-11-20T10:00:00+08:00');
const AS_OF = ACCEPTED + 40 * HOUR_MS;

function of(mailNo: string, dest: string, doors: [number, string, string][], more: Partial<MailFields> = {}) {
  const events: TraceEvent[] = doors.map(([hours, code, city]) => scan(ACCEPTED + hours * HOUR_MS, code, { city }));
  const fields = { acceptedAt: ACCEPTED, clientCode: 'C1', destCity: dest, ...more };
  return mail({ mailNo, fields, events, traceAsOf: AS_OF });
}

const a = of('A', '长沙', [
  [20, '306', '广州市'],
  [21, '702', '广州市'],
  [25, '704', '广州市'],
]);
const b = of('B', '广州', [
  [22, '702', '长沙市'],
  [23, '705', '长沙市'],
]);

describe('suspected swap', () => {
  it('pairs two mails at each other’s door, from the later of the first events', () => {
    expect(swapCandidates(a)).toEqual([{ cityKey: '4401', at: ACCEPTED + 21 * HOUR_MS }]);
    expect(swapPairAt(a, b)).toBe(ACCEPTED + 22 * HOUR_MS);
    expect(swapPairAt(b, a)).toBe(ACCEPTED + 22 * HOUR_MS);
    expect(isSwapPair(a, a)).toBe(false);
  });

  it.each([
    ['another client', of('B', '广州', [[22, '702', '长沙市']], { clientCode: 'C2' })],
    ['unknown client', of('B', '广州', [[22, '702', '长沙市']], { clientCode: '' })],
    ['another day', of('B', '广州', [[22, '702', '长沙市']], { acceptedAt: ACCEPTED + 24 * HOUR_MS })],
    ['same destination', of('B', '长沙', [[22, '702', '长沙市']])],
    ['only at the station', of('B', '广州', [[22, '306', '长沙市']])],
    ['another city', of('B', '广州', [[22, '702', '湘潭市']])],
    [
      'void',
      of('B', '广州', [
        [22, '702', '长沙市'],
        [23, '207', '长沙市'],
      ]),
    ],
    ['unknown destination', of('B', '', [[22, '702', '长沙市']])],
  ])('not with %s', (_name, other) => {
    expect(isSwapPair(a, other)).toBe(false);
    expect(isSwapPair(other, a)).toBe(false);
  });

  it('names all partners and dates from the earliest', () => {
    const partners = [
      { mailNo: 'Z', at: ACCEPTED + 30 * HOUR_MS },
      { mailNo: 'Y', at: ACCEPTED + 22 * HOUR_MS },
      { mailNo: 'X', at: ACCEPTED + 22 * HOUR_MS },
    ];
    const found = evaluated(a, AS_OF, partners).findings.find(({ rule }) => rule === 'suspected-swap');
    expect(found).toMatchObject({ since: ACCEPTED + 22 * HOUR_MS, evidence: { partners: ['X', 'Y', 'Z'] } });
    expect(fired(a, AS_OF)).not.toContain('suspected-swap');
  });
});
