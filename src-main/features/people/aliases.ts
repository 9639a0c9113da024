import type { Person } from '#shared/domain/people/person.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listPeople } from './people.ts';

type Alias = { local_id: string; person_id: string };

/** Ids by which people went on this machine before they joined a server, with those that they have now. */
export function listAliases(tx: ReadTx): ReadonlyMap<string, string> {
  return new Map(tx.all<Alias>('SELECT local_id, person_id FROM person_alias').map((row) => [row.local_id, row.person_id]));
}

/**
 * People who are not removed, by every id that names them: whoever joined under another id than the
 * machine had given is from then on the person that the server knows.
 */
export function presentPeopleById(tx: ReadTx): ReadonlyMap<string, Person> {
  const people = new Map(listPeople(tx).map((person) => [person.id, person]));
  for (const [localId, personId] of listAliases(tx)) {
    const person = people.get(personId);
    if (person) people.set(localId, person);
  }
  return new Map([...people].filter(([, { removed }]) => !removed));
}

/** The people of the ledger, each once. */
export function listKnownPeople(tx: ReadTx): Person[] {
  const aliases = listAliases(tx);
  const people = listPeople(tx);
  const known = new Set(people.map(({ id }) => id));
  return people.filter(({ id }) => !known.has(aliases.get(id) ?? ''));
}

/** The id by which a person's way into this ledger was made. */
export function slotIdOf(tx: ReadTx, personId: string): string {
  return [...listAliases(tx)].find(([, account]) => account === personId)?.[0] ?? personId;
}
