import { foldPersonOp } from '#shared/domain/people/fold-person.ts';
import type { Person } from '#shared/domain/people/person.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { entityLog, iterateOps } from '../../ledger/index.ts';
import { findPerson, writePerson } from './people.ts';

/** Folds the log of a person anew, after the server decided of it, and writes what differs. */
export function refoldPerson(tx: WriteTx, personId: string): void {
  const [before, after] = [findPerson(tx, personId), foldedPerson(tx, personId)];
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  if (after) writePerson(tx, after);
  else tx.run('DELETE FROM person WHERE id = ?', [personId]);
  tx.emit('people.changed', {});
}

/**
 * A person as the ops tell. Whom the server does not know is still somebody who unlocks this ledger:
 * then the ops of this ledger count, whatever became of them.
 */
export function foldedPerson(tx: ReadTx, personId: string): Person | undefined {
  return (
    folded(personId, entityLog(tx, 'person', personId)) ?? folded(personId, [...iterateOps(tx, { entity: 'person', entityId: personId })])
  );
}

function folded(personId: string, ops: readonly { kind: string; args: unknown }[]): Person | undefined {
  const people = new Map<string, Person>();
  for (const { kind, args } of ops) if (args !== undefined) foldPersonOp(people, { kind, personId, args });
  return people.get(personId);
}

/** Every person that an op speaks of, for `verify`. */
export function foldAllPeople(tx: ReadTx): Map<string, Person> {
  const ids = tx.pluckAll<string>(
    "SELECT entity_id FROM op WHERE entity = 'person' UNION SELECT entity_id FROM decided_op WHERE entity = 'person'",
  );
  return new Map(ids.flatMap((id) => foldedPerson(tx, id) ?? []).map((person) => [person.id, person]));
}
