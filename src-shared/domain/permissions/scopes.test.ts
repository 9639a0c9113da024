import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Person } from '../people/person.ts';
import { ROLES } from '../people/person.ts';
import { mayDo } from './matrix.ts';
import type { ScopedClient } from './scopes.ts';
import { isInScope, scopeOf, streamsFor } from './scopes.ts';

const NAMES = ['周敏', '陈浩', '李静'];
const STATIONS = ['', '岳塘揽投部', '雨湖揽投部'];
const CODES = ['K01', 'K02', 'K03', 'K04', '?'];

const person: fc.Arbitrary<Person> = fc.record({
  id: fc.constantFrom('p1', 'p2'),
  name: fc.constantFrom(...NAMES),
  staffNo: fc.constantFrom('XT001', 'XT002'),
  role: fc.constantFrom(...ROLES),
  station: fc.constantFrom(...STATIONS),
  clients: fc.uniqueArray(fc.constantFrom(...CODES)),
  removed: fc.boolean(),
});
const clients: fc.Arbitrary<ScopedClient[]> = fc.uniqueArray(
  fc.record({
    code: fc.constantFrom(...CODES),
    station: fc.option(fc.constantFrom(...STATIONS), { nil: undefined }),
    accountManager: fc.constantFrom('', ...NAMES, 'XT002'),
  }),
  { selector: ({ code }) => code },
);

describe('scopes', () => {
  it('give a person the streams of clients in scope and no others', () => {
    fc.assert(
      fc.property(person, clients, (who, all) => {
        const streams = streamsFor(who, all);
        const codes = streams
          .filter((stream) => stream.startsWith('cl:') && stream !== 'cl:?')
          .map((stream) => stream.slice(3).replace(/^\?\?/, '?'));
        for (const code of codes) {
          const client = all.find((each) => each.code === code);
          expect(client !== undefined && mayReach(who, client)).toBe(true);
        }
        for (const client of all) expect(codes.includes(client.code)).toBe(isInScope(who, client));
        expect(streams.filter((stream) => stream.startsWith('p:'))).toEqual(who.removed ? [] : [`p:${who.id}`]);
        expect(streams.includes('audit')).toBe(!who.removed && mayDo(who.role, 'audit.read'));
        expect([...new Set(streams)].sort()).toEqual([...streams].sort());
      }),
      { numRuns: 2000 },
    );
  });

  it('give a removed person nothing', () => {
    fc.assert(
      fc.property(person, clients, (who, all) => {
        expect(streamsFor({ ...who, removed: true }, all)).toEqual([]);
      }),
    );
  });

  it('leave everybody at a station everything while no client has one', () => {
    const agent: Person = { id: 'p1', name: '陈浩', staffNo: 'XT002', role: 'agent', station: '席位 03', clients: [], removed: false };
    expect(streamsFor(agent, [{ code: 'K01', accountManager: '' }])).toEqual(['cl:?', 'cl:K01', 'p:p1', 'ref']);
    expect(streamsFor(agent, [{ code: 'K01', accountManager: '', station: '岳塘揽投部' }])).toEqual(['cl:?', 'p:p1', 'ref']);
  });

  it('do not take a client whose code is a question mark for mails of none', () => {
    const onsite: Person = { id: 'p1', name: '何静', staffNo: 'XT003', role: 'onsite', station: '', clients: ['?'], removed: false };
    expect(isInScope(onsite, null)).toBe(false);
    expect(streamsFor(onsite, [{ code: '?', accountManager: '' }])).toEqual(['cl:??', 'p:p1', 'ref']);
  });
});

/** Written again, from the words of the trade. */
function mayReach(who: Person, client: ScopedClient): boolean {
  if (who.removed) return false;
  const scope = scopeOf(who.role);
  if (scope === 'all') return true;
  if (scope === 'station') return [undefined, '', who.station].includes(client.station);
  if (scope === 'clients') return who.clients.includes(client.code);
  return client.accountManager === who.name || client.accountManager === who.staffNo;
}
