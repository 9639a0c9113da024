import type { PersonAddArgs, Role } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';

export type Person = { id: string; name: string; staffNo: string; role: Role; station: string; removed: boolean };
type PersonRow = { id: string; name: string; staff_no: string; role: Role; station: string; removed: number };
type Act = { opId: string; actor: string; now: number };

export function listPeople(tx: ReadTx): Person[] {
  return tx.all<PersonRow>('SELECT * FROM person ORDER BY id').map(personOf);
}

export function findPerson(tx: ReadTx, id: string): Person | undefined {
  const row = tx.get<PersonRow>('SELECT * FROM person WHERE id = ?', [id]);
  return row && personOf(row);
}

/** Adds a person. Throws AppError conflict `staff-no-taken` while another present person has the number. */
export function addPerson(tx: WriteTx, person: { id: string } & PersonAddArgs, act: Act): void {
  const taken = tx.pluck('SELECT 1 FROM person WHERE staff_no = ? AND removed = 0', [person.staffNo]);
  if (taken !== undefined) throw new AppError('conflict', 'staff-no-taken');
  const { id, ...args } = person;
  append(tx, { kind: 'person.add', id, args }, act);
  write(tx, { id, ...args, removed: false });
}

/** Takes a person out; what the person did stays. Throws `not-found`, conflict `last-administrator`. */
export function removePerson(tx: WriteTx, id: string, act: Act): void {
  const person = findPerson(tx, id);
  if (!person || person.removed) throw new AppError('not-found', 'not-found');
  const administrators = listPeople(tx).filter((each) => each.role === 'administrator' && !each.removed);
  if (person.role === 'administrator' && administrators.length === 1) throw new AppError('conflict', 'last-administrator');
  append(tx, { kind: 'person.remove', id, args: {} }, act);
  write(tx, { ...person, removed: true });
}

/** The fold of people's ops, for the ledger and for `verify` alike. */
export function foldPersonOp(
  people: Map<string, Person>,
  { kind, personId, args }: { kind: string; personId: string; args: unknown },
): void {
  if (kind === 'person.add') people.set(personId, { id: personId, ...(args as PersonAddArgs), removed: false });
  const person = people.get(personId);
  if (kind === 'person.remove' && person) people.set(personId, { ...person, removed: true });
}

function append(tx: WriteTx, { kind, id, args }: { kind: string; id: string; args: object }, act: Act): void {
  appendOp(tx, { id: act.opId, kind, entity: 'person', entityId: id, args, actor: act.actor, occurredAt: act.now });
  tx.emit('people.changed', {});
}

function write(tx: WriteTx, person: Person): void {
  tx.run(
    `INSERT INTO person (id, name, staff_no, role, station, removed) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET removed = excluded.removed`,
    [person.id, person.name, person.staffNo, person.role, person.station, person.removed ? 1 : 0],
  );
}

function personOf(row: PersonRow): Person {
  const { staff_no, removed, ...rest } = row;
  return { ...rest, staffNo: staff_no, removed: removed === 1 };
}
