import type { Person, Role } from '../people/person.ts';
import { mayDo } from './matrix.ts';

/**
 * `all`: the whole office. `station`: clients of the own station (揽投部), those of none, and mails
 * of no known client. `clients`: those named at the person. `own`: those whose 客户经理 the person is.
 */
export type Scope = 'all' | 'station' | 'clients' | 'own';

const SCOPES: Readonly<Record<Role, Scope>> = {
  agent: 'station',
  onsite: 'clients',
  leader: 'station',
  supervisor: 'all',
  'account-manager': 'own',
  postal: 'all',
  auditor: 'all',
  administrator: 'all',
};

/** What of a client decides who may see it. */
export type ScopedClient = { readonly code: string; readonly station?: string | undefined; readonly accountManager: string };
type ScopedPerson = Pick<Person, 'id' | 'name' | 'staffNo' | 'role' | 'station' | 'clients' | 'removed'>;

/** Stream of mails whose client is not known. */
export const UNKNOWN_CLIENT_STREAM = 'cl:?';

export function scopeOf(role: Role): Scope {
  return SCOPES[role];
}

/** A code that begins with a question mark gets one more: none is taken for the stream of no client. */
export function clientStream(code: string): string {
  return code.startsWith('?') ? `cl:?${code}` : `cl:${code}`;
}

/** Whether a client, or what has none (null), belongs to what a person may see and act on. */
export function isInScope(person: ScopedPerson, client: ScopedClient | null): boolean {
  if (person.removed) return false;
  switch (scopeOf(person.role)) {
    case 'all':
      return true;
    case 'station':
      return client === null || isUnassigned(client) || client.station === person.station;
    case 'clients':
      return client !== null && person.clients.includes(client.code);
    case 'own':
      // The register names its 客户经理 by name or by staff number.
      return client !== null && client.accountManager !== '' && [person.name, person.staffNo].includes(client.accountManager);
  }
}

/**
 * Streams that a person's devices may read, in order of their names; without `d:`, which belongs to
 * the device. A removed person has none.
 */
export function streamsFor(person: ScopedPerson, clients: readonly ScopedClient[]): string[] {
  if (person.removed) return [];
  const streams = ['ref', `p:${person.id}`];
  if (mayDo(person.role, 'audit.read')) streams.push('audit');
  if (isInScope(person, null)) streams.push(UNKNOWN_CLIENT_STREAM);
  for (const client of clients) if (isInScope(person, client)) streams.push(clientStream(client.code));
  return streams.sort();
}

function isUnassigned({ station }: ScopedClient): boolean {
  return station === undefined || station === '';
}
