/**
 * What clients a role sees the mails of: of all, of those at its station, of those named in the account,
 * of those whose account manager the person is, or of none.
 */
export type StreamScope = 'everything' | 'station' | 'clients' | 'managed' | 'nothing';

const SCOPES: Readonly<Record<string, StreamScope>> = {
  agent: 'station',
  onsite: 'clients',
  leader: 'station',
  supervisor: 'everything',
  'account-manager': 'managed',
  'postal-office': 'everything',
  auditor: 'everything',
  administrator: 'everything',
};

/** A role that this program does not know sees nobody's mails. */
export function scopeOf(role: string): StreamScope {
  return SCOPES[role] ?? 'nothing';
}

export function seesAudit(role: string): boolean {
  return role === 'auditor' || role === 'administrator';
}
