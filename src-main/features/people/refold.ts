import { foldPersonOp } from '#shared/domain/people/fold-person.ts';
import type { Person } from '#shared/domain/people/person.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { entityLog } from '../../ledger/index.ts';
import { findPerson, writePerson } from './people.ts';

/** Folds the log of a person anew, after the server decided of it, and writes what differs. */
export function refoldPerson(tx: WriteTx, personId: string): void {
  const people = new Map<string, Person>();
  for (const { kind, args } of entityLog(tx, 'person', personId)) {
    if (args !== undefined) foldPersonOp(people, { kind, personId, args });
  }
  const [before, after] = [findPerson(tx, personId), people.get(personId)];
  if (canonicalJson(before ?? null) === canonicalJson(after ?? null)) return;
  if (after) writePerson(tx, after);
  else tx.run('DELETE FROM person WHERE id = ?', [personId]);
  tx.emit('people.changed', {});
}
