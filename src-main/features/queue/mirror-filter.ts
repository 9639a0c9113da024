import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { clientCodesOfTiers, findClientCodes } from '../clients/index.ts';
import { NEVER, ruleBits } from './mirror-columns.ts';
import type { MirrorColumns, Words } from './mirror-columns.ts';

export type Keep = (place: number) => boolean;
type View = QueueConditions['view'];
type Asked = { tx: ReadTx; now: number; personId: string };

/** What a filter keeps of the rows of its status; null: all. */
export function keepOf(columns: MirrorColumns, filter: QueueConditions, { tx, ...moment }: Asked): Keep | null {
  const tests = markTests(columns, filter, tx);
  const ofView = viewTest(columns, filter.view, moment);
  if (ofView) tests.push(ofView);
  if (filter.rules) {
    const bits = ruleBits(filter.rules);
    tests.push((place) => ((columns.rules[place] as number) & bits) !== 0);
  }
  const words = filter.search?.trim() ?? '';
  if (words !== '') tests.push(searchTest(columns, words, tx));
  return tests.reduce<Keep | null>((both, test) => (both === null ? test : (place) => both(place) && test(place)), null);
}

function markTests(columns: MirrorColumns, filter: QueueConditions, tx: ReadTx): Keep[] {
  const tests: Keep[] = [];
  const oneOf = (column: Uint8Array | Int32Array, words: Words, wanted: readonly (string | null)[] | undefined): void => {
    if (!wanted) return;
    const set = new Set(wanted);
    const marks = words.marks((text) => set.has(text));
    tests.push((place) => marks[column[place] as number] === 1);
  };
  oneOf(columns.type, columns.types, filter.types);
  oneOf(columns.stage, columns.stages, filter.stages);
  oneOf(columns.region, columns.regions, filter.regions);
  oneOf(columns.priority, columns.priorities, filter.priorities);
  oneOf(columns.client, columns.clients, filter.tiers && clientCodesOfTiers(tx, filter.tiers));
  oneOf(columns.client, columns.clients, filter.clientCode === undefined ? undefined : [filter.clientCode]);
  oneOf(columns.owner, columns.people, filter.owners);
  oneOf(columns.organisation, columns.organisations, filter.organisations);
  return tests;
}

/** What a view keeps of its status; null: all. */
function viewTest(columns: MirrorColumns, view: View, { now, personId }: Omit<Asked, 'tx'>): Keep | null {
  const { dueAt, warnAt, snoozedUntil, owner, firstAsker, people } = columns;
  const isDue = (place: number, before: number): boolean => {
    const due = dueAt[place] as number;
    return due < before && due !== NEVER;
  };
  const isAwake = (place: number): boolean => (snoozedUntil[place] as number) <= now;
  switch (view) {
    case 'due-today': {
      const tomorrow = dayStart(dayOf(now) + 1);
      return (place) => isDue(place, tomorrow) && isAwake(place);
    }
    case 'over':
      return (place) => isDue(place, now);
    case 'soon':
      return (place) => {
        const warn = warnAt[place] as number;
        return warn <= now && warn !== NEVER && (dueAt[place] as number) >= now && isAwake(place);
      };
    case 'mine':
    case 'my-first-asked': {
      const column = view === 'mine' ? owner : firstAsker;
      const person = people.find(personId);
      return (place) => column[place] === person;
    }
    case 'unclaimed':
      return (place) => owner[place] === 0;
    case 'snoozed':
      return (place) => (snoozedUntil[place] as number) > now;
    default:
      return null;
  }
}

/** Part of a mail number, a client's name or an organisation. */
function searchTest(columns: MirrorColumns, words: string, tx: ReadTx): Keep {
  const digits = words.replace(/[\s-]+/g, '').toUpperCase();
  const { mailNo, client, organisation } = columns;
  const codes = new Set<string | null>(findClientCodes(tx, words));
  const clients = columns.clients.marks((code) => codes.has(code));
  const organisations = columns.organisations.marks((name) => name?.includes(words) === true);
  return (place) =>
    clients[client[place] as number] === 1 ||
    organisations[organisation[place] as number] === 1 ||
    (mailNo[place] as string).includes(digits);
}
