import { streamsFor } from '#shared/domain/permissions/scopes.ts';
import type { ScopedClient } from '#shared/domain/permissions/scopes.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import type { Person, Role } from '#shared/domain/people/person.ts';
import { clientStream, deviceStream } from '#shared/domain/sync/streams.ts';
import type { Tx } from '../platform/database.ts';
import { peopleOfDevice } from './accounts.ts';
import type { Account } from './accounts.ts';

/**
 * The streams that a device may see now: the union of what its people may see, and its own. Computed
 * anew at each request from the accounts and the clients as they stand. Sorted, without repeats.
 */
export async function grantedStreams(tx: Tx, deviceId: string): Promise<readonly string[]> {
  const people = (await peopleOfDevice(tx, deviceId)).map(personOf).filter((person) => person !== undefined);
  const clients = people.length === 0 ? [] : await listClients(tx);
  const granted = new Set([deviceStream(deviceId)]);
  for (const person of people) {
    for (const stream of streamsFor(person, clients)) granted.add(stream);
    // Whoever works at a client's place sees its mails before the client stands in the register, too.
    if (person.role === 'onsite') for (const code of person.clients) granted.add(clientStream(code));
  }
  return [...granted].sort();
}

/** The account as a person of the domain; undefined for a role that this program does not know: it sees nothing. */
export function personOf({ personId, ...account }: Account): Person | undefined {
  const role = ROLES.find((known) => known === account.role);
  return role === undefined ? undefined : { ...account, id: personId, role: role satisfies Role };
}

/** Clients of the register, and those that mails name without standing in it: they belong to no station. */
async function listClients(tx: Tx): Promise<readonly ScopedClient[]> {
  return tx.query<ScopedClient>(
    `SELECT code, station, account_manager AS "accountManager" FROM client_account
     UNION ALL
     SELECT substr(stream, 4), '', '' FROM stream_head
     WHERE stream LIKE 'cl:%' AND stream <> $1
       AND NOT EXISTS (SELECT 1 FROM client_account WHERE code = substr(stream, 4))`,
    [clientStream(null)],
  );
}
