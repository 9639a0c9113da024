import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import type { AbnormalType } from '#shared/domain/screening/vocabulary.ts';
import { ABNORMAL_TYPES } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { keptIds, statusOf } from './ids-reader.ts';
import type { QueueFilter, QueueMoment } from './ids-reader.ts';

export type Groups = Omit<OutputOf<AppContract['queue']['groups']>, 'asOf'>;
type Group = { type: AbnormalType; organisation: string | null; ids: number[] };
export type GroupKey = { type: AbnormalType; organisation: string | null };

/** One group a type and organisation with its ids, from the index alone. */
export const GROUPS_SQL = `SELECT held_type AS type, held_org AS organisation, json_group_array(id) AS ids
  FROM exception INDEXED BY exception_group WHERE status = ? GROUP BY held_type, held_org`;

/** Groups of what a filter keeps, the largest first, equal ones in the order of types. */
export function readGroups(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): Groups {
  const isKept = keptIds(tx, filter, moment);
  return sortGroups(
    allGroups(tx, filter)
      .map(({ type, organisation, ids }) => ({ type, organisation, count: countKept(ids, isKept) }))
      .filter(({ count }) => count > 0),
  );
}

/** The largest first, equal ones in the order of types and then of organisations. */
export function sortGroups(groups: Groups['groups']): Groups {
  const sorted = groups.sort(
    (a, b) =>
      b.count - a.count ||
      ABNORMAL_TYPES.indexOf(a.type) - ABNORMAL_TYPES.indexOf(b.type) ||
      compareOrganisations(a.organisation, b.organisation),
  );
  return { groups: sorted, total: sorted.reduce((sum, { count }) => sum + count, 0) };
}

/** The unknown one first, the others by their bytes. */
function compareOrganisations(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Ids of one group in the order of deadlines, of the list that a filter makes. */
export function listGroupIds(request: { filter: QueueConditions } & GroupKey, list: (filter: QueueFilter) => number[]): number[] {
  const { filter, type, organisation } = request;
  const types = filter.types && !filter.types.includes(type) ? [] : [type];
  const named = filter.organisations && !filter.organisations.includes(organisation) ? [] : [organisation];
  return list({ ...filter, types, organisations: named, sort: 'due', descending: false });
}

function allGroups(tx: ReadTx, filter: QueueConditions): Group[] {
  return tx
    .all<Omit<Group, 'ids'> & { ids: string }>(GROUPS_SQL, [statusOf(filter.view)])
    .map(({ ids, ...group }) => ({ ...group, ids: JSON.parse(ids) as number[] }));
}

function countKept(ids: readonly number[], isKept: (id: number) => boolean): number {
  let count = 0;
  for (const id of ids) if (isKept(id)) count += 1;
  return count;
}
