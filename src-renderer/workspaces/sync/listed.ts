import type { Conflict, Failure, Listed, PendingEntry } from './sync-store.ts';

const NONE: readonly string[] = [];

/** Only the fields of exceptions are chosen here; rules are saved anew where they are kept. */
export function isSettledHere(entity: string): boolean {
  return entity === 'exception';
}

/** What keys need to know of an entry. */
export function listedOf({ opId, subject, entity, ...entry }: PendingEntry | Failure | Conflict): Listed {
  return {
    opId,
    subject,
    entity,
    seenAt: 'seenAt' in entry ? entry.seenAt : null,
    fields: 'fields' in entry && isSettledHere(entity) ? entry.fields.map(({ field }) => field) : NONE,
  };
}
