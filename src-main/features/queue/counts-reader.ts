import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { QUEUE_VIEWS } from '#shared/contract/queue.ts';
import { slotOpening } from '#shared/domain/screening/slots.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import { dayOf } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { clientTiers } from '../clients/index.ts';
import { rulesAt } from '../rules/index.ts';
import { statusOf, viewConditions } from './ids-reader.ts';
import type { Ids, QueueFilter, QueueMoment } from './ids-reader.ts';

export type QueueCounts = OutputOf<AppContract['queue']['counts']>;
type Group = { name: string | null; n: number };

/** Live counts of every view, and of the open exceptions by type, client tier and region. */
export function readQueueCounts(tx: ReadTx, moment: QueueMoment): QueueCounts {
  const groups = {
    types: groupsOf(tx, 'held_type'),
    regions: groupsOf(tx, 'region'),
    tiers: sumTiers(tx, listGroups(tx, 'client_code')),
  };
  const open = Object.values(groups.types).reduce((sum, n) => sum + n, 0);
  const known: Partial<Record<QueueFilter['view'], number>> = { 'all-open': open, unclaimed: open - countHeld(tx) };
  return {
    pendingScreening: countPending(tx, moment.now),
    views: Object.fromEntries(QUEUE_VIEWS.map((view) => [view, known[view] ?? countView(tx, view, moment)])),
    ...groups,
  };
}

/** Most of a full queue is nobody's: those in somebody's hands are the fewer to count. */
function countHeld(tx: ReadTx): number {
  return tx.pluck<number>(HELD) ?? 0;
}
export const HELD = "SELECT count(*) FROM exception INDEXED BY exception_owner WHERE owner > '' AND status = 'open'";

/** 待补筛: due mails of opened slots that have no verdict yet. */
export function countPending(tx: ReadTx, now: number): number {
  const rules = rulesAt(tx, now);
  return tx
    .all<{ day: number; region: SlotRegion; left: number }>(
      'SELECT day, region, due - normal - abnormal AS left FROM slot WHERE due > normal + abnormal AND day <= ?',
      [dayOf(now)],
    )
    .filter(({ day, region }) => slotOpening(day, region, rules) <= now)
    .reduce((sum, { left }) => sum + left, 0);
}

function countView(tx: ReadTx, view: QueueFilter['view'], moment: QueueMoment): number {
  const [condition] = viewConditions(view, moment);
  return countOf(tx, condition ?? { sql: 'SELECT id FROM exception WHERE status = ?', params: [statusOf(view)] });
}

function countOf(tx: ReadTx, { sql, params }: Ids): number {
  return tx.pluck<number>(sql.replace('SELECT id', 'SELECT count(*)'), params) ?? 0;
}

function listGroups(tx: ReadTx, column: 'held_type' | 'region' | 'client_code'): Group[] {
  return tx.all<Group>(`SELECT ${column} AS name, count(*) AS n FROM exception WHERE status = 'open' GROUP BY ${column}`);
}

function groupsOf(tx: ReadTx, column: 'held_type' | 'region'): Record<string, number> {
  return Object.fromEntries(listGroups(tx, column).map(({ name, n }) => [name ?? '', n]));
}

/** A client with several tiers counts in each of them. */
export function sumTiers(tx: ReadTx, clients: readonly Group[]): Record<string, number> {
  const tiersOf = clientTiers(tx);
  const counts: Record<string, number> = {};
  for (const { name, n } of clients) {
    for (const tier of tiersOf.get(name ?? '') ?? []) counts[tier] = (counts[tier] ?? 0) + n;
  }
  return counts;
}
