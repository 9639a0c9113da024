import type { Person, PersonAddArgs, PersonChangeArgs } from './person.ts';

/** The fold of people's ops, for device, server and `verify` alike; other kinds change nothing. */
export function foldPersonOp(
  people: Map<string, Person>,
  { kind, personId, args }: { kind: string; personId: string; args: unknown },
): void {
  if (kind === 'person.add') {
    const { clients = [], ...person } = args as PersonAddArgs;
    people.set(personId, { id: personId, ...person, clients, removed: false });
  }
  const person = people.get(personId);
  if (person === undefined) return;
  if (kind === 'person.change') people.set(personId, { ...person, ...(args as PersonChangeArgs) });
  if (kind === 'person.remove') people.set(personId, { ...person, removed: true });
}
