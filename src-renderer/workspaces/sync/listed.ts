import type { Conflict, Failure, Listed, PendingEntry } from './sync-store.ts';

const NONE: readonly string[] = [];

/** What keys need to know of an entry. */
export function listedOf({ opId, subject, entity, ...entry }: PendingEntry | Failure | Conflict): Listed {
  return {
    opId,
    subject,
    entity,
    seenAt: 'seenAt' in entry ? entry.seenAt : null,
    fields: 'fields' in entry ? entry.fields.map(({ field }) => field) : NONE,
  };
}
