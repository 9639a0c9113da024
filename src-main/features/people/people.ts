import { foldPersonOp } from '#shared/domain/people/fold-person.ts';
import type { Person, PersonAddArgs, PersonChangeArgs } from '#shared/domain/people/person.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';

type PersonRow = Omit<Person, 'staffNo' | 'clients' | 'removed'> & { staff_no: string; clients_json: string; removed: number };
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
  perform(tx, { kind: 'person.add', personId: id, args }, act);
}

/** Gives a person another post. Throws `not-found`, conflict `last-administrator`. */
export function changePerson(tx: WriteTx, id: string, { args, act }: { args: PersonChangeArgs; act: Act }): void {
  const person = presentPerson(tx, id);
  if (args.role !== 'administrator') assertNotLastAdministrator(tx, person);
  perform(tx, { kind: 'person.change', personId: id, args }, act);
}

/** Takes a person out; what the person did stays. Throws `not-found`, conflict `last-administrator`. */
export function removePerson(tx: WriteTx, id: string, act: Act): void {
  assertNotLastAdministrator(tx, presentPerson(tx, id));
  perform(tx, { kind: 'person.remove', personId: id, args: {} }, act);
}

function presentPerson(tx: ReadTx, id: string): Person {
  const person = findPerson(tx, id);
  if (!person || person.removed) throw new AppError('not-found', 'not-found');
  return person;
}

function assertNotLastAdministrator(tx: ReadTx, person: Person): void {
  if (person.role !== 'administrator') return;
  const administrators = listPeople(tx).filter((each) => each.role === 'administrator' && !each.removed);
  if (administrators.length === 1) throw new AppError('conflict', 'last-administrator');
}

/** The op, and its fold over the one person. */
function perform(tx: WriteTx, op: { kind: string; personId: string; args: object }, act: Act): void {
  const { kind, personId, args } = op;
  appendOp(tx, { id: act.opId, kind, entity: 'person', entityId: personId, args, actor: act.actor, occurredAt: act.now });
  const before = findPerson(tx, personId);
  const people = new Map(before ? [[personId, before]] : []);
  foldPersonOp(people, op);
  const after = people.get(personId);
  assert(after, 'an op on a person leaves a person');
  writePerson(tx, after);
  tx.emit('people.changed', {});
}

/** Stores a person as its ops tell. */
export function writePerson(tx: WriteTx, person: Person): void {
  tx.run(
    `INSERT INTO person (id, name, staff_no, role, station, clients_json, removed) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET name = excluded.name, staff_no = excluded.staff_no, role = excluded.role,
       station = excluded.station, clients_json = excluded.clients_json, removed = excluded.removed`,
    [person.id, person.name, person.staffNo, person.role, person.station, JSON.stringify(person.clients), person.removed ? 1 : 0],
  );
}

function personOf(row: PersonRow): Person {
  const { staff_no, clients_json, removed, ...rest } = row;
  return { ...rest, staffNo: staff_no, clients: JSON.parse(clients_json) as string[], removed: removed === 1 };
}
