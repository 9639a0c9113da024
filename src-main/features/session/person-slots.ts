import { personOps } from '#shared/domain/people/person.ts';
import type { Keyring, Ledger } from '../../ledger/index.ts';
import { addPerson, listPeople, presentPeopleById } from '../people/index.ts';
import type { Person } from '../people/index.ts';

export type SlotRepair = { ledger: Ledger; keyring: Keyring; opId: string; now: number };

/**
 * Brings ledger and keyring in line after a stop between the two steps of adding or removing a
 * person: the ledger says who is there, so the slots of others go; only the first administrator,
 * whose slot is made before the ledger, is written down from the slot's label.
 */
export async function repairSlots(repair: SlotRepair): Promise<void> {
  const { ledger, keyring } = repair;
  writeFirstPerson(repair);
  const present = presentPeople(ledger);
  for (const { id } of keyring.status().people) {
    if (!present.has(id)) await keyring.removePersonSlot(id);
  }
}

function writeFirstPerson({ ledger, keyring, opId, now }: SlotRepair): void {
  const [only, ...others] = keyring.status().people;
  if (only?.label === undefined || others.length > 0) return;
  const args = personOps['person.add'].safeParse({ ...only.label, station: '' });
  if (!args.success || ledger.read((tx) => listPeople(tx)).length > 0) return;
  ledger.write((tx) => addPerson(tx, { id: only.id, ...args.data }, { opId, actor: only.id, now }));
}

/** Who may unlock the ledger, by the ids of their ways in. */
export function presentPeople(ledger: Ledger): ReadonlyMap<string, Person> {
  const present = ledger.read(presentPeopleById);
  return present;
}
