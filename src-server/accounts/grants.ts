import { AUDIT, PEOPLE_AND_RULES, clientStream, deviceStream, personStream } from '#shared/domain/sync/streams.ts';
import type { Tx } from '../platform/database.ts';
import { peopleOfDevice } from './accounts.ts';
import type { Account } from './accounts.ts';
import { scopeOf, seesAudit } from './scopes.ts';

type ClientRow = { code: string; station: string; account_manager: string };

/**
 * The streams that a device may see now: the union of what its people may see. Computed anew at each
 * request from the accounts and the clients as they stand. Sorted, without repeats.
 */
export async function grantedStreams(tx: Tx, deviceId: string): Promise<readonly string[]> {
  const people = await peopleOfDevice(tx, deviceId);
  const granted = new Set([deviceStream(deviceId)]);
  if (people.length > 0) granted.add(PEOPLE_AND_RULES);
  for (const person of people) {
    granted.add(personStream(person.personId));
    if (seesAudit(person.role)) granted.add(AUDIT);
    for (const stream of fixedStreams(person)) granted.add(stream);
  }
  const widest = people.filter(({ role }) => ['everything', 'station', 'managed'].includes(scopeOf(role)));
  if (widest.length > 0) {
    const clients = await tx.query<ClientRow>('SELECT code, station, account_manager FROM client_account');
    for (const client of clients) {
      if (widest.some((person) => isInScope(person, client))) granted.add(clientStream(client.code));
    }
  }
  return [...granted].sort();
}

/** What follows from the account alone: the clients named in it, and mails whose client nobody knows. */
function fixedStreams({ role, clients }: Account): readonly string[] {
  const scope = scopeOf(role);
  if (scope === 'nothing') return [];
  const unknown = scope === 'everything' || scope === 'station' ? [clientStream(null)] : [];
  return [...unknown, ...clients.map((code) => clientStream(code))];
}

function isInScope(person: Account, client: ClientRow): boolean {
  const scope = scopeOf(person.role);
  if (scope === 'everything') return true;
  if (scope === 'station') return client.station === person.station;
  return scope === 'managed' && (client.account_manager === person.staffNo || client.account_manager === person.name);
}
