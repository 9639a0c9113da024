import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import type { AbnormalType } from '#shared/domain/screening/vocabulary.ts';
import { ABNORMAL_TYPES } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { keptIds, listQueueIds, statusOf } from './ids-reader.ts';
import type { QueueMoment } from './ids-reader.ts';
import { noMemory } from './queue-memory.ts';

export type Groups = Omit<OutputOf<AppContract['queue']['groups']>, 'asOf'>;
type Group = { type: AbnormalType; organisation: string | null; ids: number[] };
export type GroupKey = { type: AbnormalType; organisation: string | null };

/** One group a type and organisation with its ids, from the index alone. */
export const GROUPS_SQL = `SELECT held_type AS type, held_org AS organisation, json_group_array(id) AS ids
  FROM exception INDEXED BY exception_group WHERE status = ? GROUP BY held_type, held_org`;

/** Groups of what a filter keeps, the largest first, equal ones in the order of types. */
export function readGroups(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): Groups {
  const isKept = keptIds(tx, filter, moment);
  const groups = allGroups(tx, filter, moment)
    .map(({ type, organisation, ids }) => ({ type, organisation, count: countKept(ids, isKept) }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || ABNORMAL_TYPES.indexOf(a.type) - ABNORMAL_TYPES.indexOf(b.type));
  return { groups, total: groups.reduce((sum, { count }) => sum + count, 0) };
}

/** Ids of one group in the order of deadlines. */
export function listGroupIds(tx: ReadTx, request: { filter: QueueConditions } & GroupKey, moment: QueueMoment): number[] {
  const { filter, type, organisation } = request;
  const types = filter.types && !filter.types.includes(type) ? [] : [type];
  const named = filter.organisations && !filter.organisations.includes(organisation) ? [] : [organisation];
  return listQueueIds(tx, { ...filter, types, organisations: named, sort: 'due', descending: false }, moment);
}

function allGroups(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): Group[] {
  const status = statusOf(filter.view);
  return (moment.recall ?? noMemory)(`grouping ${status}`, () =>
    tx
      .all<Omit<Group, 'ids'> & { ids: string }>(GROUPS_SQL, [status])
      .map(({ ids, ...group }) => ({ ...group, ids: JSON.parse(ids) as number[] })),
  );
}

function countKept(ids: readonly number[], isKept: (id: number) => boolean): number {
  let count = 0;
  for (const id of ids) if (isKept(id)) count += 1;
  return count;
}
