import type { Client, ClientSaveArgs } from '#shared/domain/clients/client.ts';
import { CLIENT_SAVE, clientAfter } from '#shared/domain/clients/client.ts';
import { foldPersonOp } from '#shared/domain/people/fold-person.ts';
import type { Person } from '#shared/domain/people/person.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import { saveAccount } from '../accounts/accounts.ts';
import { roleOf } from './judge.ts';
import type { Tx } from '../platform/database.ts';

/** An accepted op on a person or on a client. */
export type AccountOp = { readonly kind: string; readonly entityId: string; readonly args: unknown };
type AccountRow = { person_id: string; staff_no: string; name: string; role: string; station: string; clients: string[]; removed: boolean };

/** People as a batch sees them while it decides: the accounts of the server and what it has accepted since. */
export class PeopleNow {
  readonly #people: Map<string, Person>;

  constructor(people: Map<string, Person>) {
    this.#people = people;
  }

  withStaffNo(staffNo: string): string[] {
    return [...this.#people.values()].filter((person) => !person.removed && person.staffNo === staffNo).map(({ id }) => id);
  }

  administrators(): string[] {
    return [...this.#people.values()].filter(({ role, removed }) => role === 'administrator' && !removed).map(({ id }) => id);
  }

  fold({ kind, entityId, args }: AccountOp): void {
    foldPersonOp(this.#people, { kind, personId: entityId, args });
  }

  find(id: string): Person | undefined {
    return this.#people.get(id);
  }
}

/** People whom decisions on these persons depend on: themselves, those with a staff number in question, administrators. */
export async function readPeople(tx: Tx, ids: readonly string[], staffNos: readonly string[]): Promise<PeopleNow> {
  const rows = await tx.query<AccountRow>(
    `SELECT person_id, staff_no, name, role, station, clients, removed FROM account
      WHERE person_id = ANY($1) OR NOT removed AND (staff_no = ANY($2) OR role = 'administrator')`,
    [ids, staffNos],
  );
  return new PeopleNow(new Map(rows.map((row) => [row.person_id, personOf(row)])));
}

/** The fold of an account is the person; a role that this program does not know may do nothing. */
export function personOf({ person_id, staff_no, role, ...rest }: AccountRow): Person {
  return { ...rest, id: person_id, staffNo: staff_no, role: roleOf(role) ?? 'agent' };
}

/** Writes what accepted ops have made of accounts and of clients. */
export async function writeAccounts(tx: Tx, people: PeopleNow, ops: readonly AccountOp[]): Promise<void> {
  const persons = new Set(ops.filter(({ kind }) => kind.startsWith('person.')).map(({ entityId }) => entityId));
  for (const id of [...persons].sort()) {
    const person = people.find(id);
    if (!person) continue;
    const { id: personId, clients, ...rest } = person;
    await saveAccount(tx, { personId, clients: [...clients], ...rest });
  }
  for (const op of ops) if (op.kind === CLIENT_SAVE) await writeClient(tx, op.args as ClientSaveArgs);
}

async function writeClient(tx: Tx, args: ClientSaveArgs): Promise<void> {
  const [row] = await tx.query<{ body: string | null }>('SELECT body FROM client_account WHERE code = $1', [args.code]);
  const client = clientAfter((JSON.parse(row?.body ?? 'null') as Client | null) ?? undefined, args);
  await tx.query(
    `INSERT INTO client_account (code, name, station, account_manager, body) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (code) DO UPDATE SET name = excluded.name, station = excluded.station,
       account_manager = excluded.account_manager, body = excluded.body`,
    [client.code, client.name, client.station, client.accountManager, canonicalJson(client)],
  );
}
