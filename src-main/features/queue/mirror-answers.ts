import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import { QUEUE_VIEWS } from '#shared/domain/exceptions/queue-filter.ts';
import type { AbnormalType } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { clientNames } from '../clients/index.ts';
import { countPending, sumTiers } from './counts-reader.ts';
import type { QueueCounts } from './counts-reader.ts';
import { sortGroups } from './groups-reader.ts';
import type { Groups } from './groups-reader.ts';
import { clientRank } from './ids-reader.ts';
import type { QueueFilter, QueueMoment } from './ids-reader.ts';
import type { MirrorColumns } from './mirror-columns.ts';
import { OPEN, SELF_CLEARED } from './mirror-columns.ts';
import type { HeldStatus } from './mirror-columns.ts';
import { keepOf, viewTest } from './mirror-filter.ts';
import type { OrderName, QueueMirror } from './queue-mirror.ts';

/** Rows of closed exceptions are not in memory. */
export function isMirrored(view: QueueFilter['view']): boolean {
  return view !== 'closed';
}

const heldStatus = (view: QueueFilter['view']): HeldStatus => (view === 'self-cleared' ? SELF_CLEARED : OPEN);
const ORDERED: ReadonlySet<string> = new Set<OrderName>(['due', 'raised', 'mailNo', 'nextAt']);

/** As `listQueueIds` answers. */
export function listMirrored({ tx, mirror }: Mirrored, filter: QueueFilter, moment: QueueMoment): number[] {
  const { columns } = mirror;
  const { sort } = filter;
  const keep = keepOf(columns, filter, { tx, ...moment });
  const order = mirror.order(heldStatus(filter.view), ORDERED.has(sort) ? (sort as OrderName) : 'due');
  const kept: number[] = [];
  for (const place of order) if (keep(place)) kept.push(place);
  const places = ORDERED.has(sort) ? kept : inGroups(kept, groupingOf(tx, columns, sort as GroupedSort));
  const ids = places.map((place) => columns.id[place] as number);
  return filter.descending ? ids.reverse() : ids;
}

export type Mirrored = { readonly tx: ReadTx; readonly mirror: QueueMirror };
type GroupedSort = Exclude<QueueFilter['sort'], OrderName>;
type Grouping = { readonly column: Uint8Array | Int32Array; readonly ranks: ArrayLike<number> };

function groupingOf(tx: ReadTx, columns: MirrorColumns, sort: GroupedSort): Grouping {
  if (sort === 'client') return { column: columns.client, ranks: clientRanks(tx, columns.clients.texts) };
  const [column, words] = {
    type: [columns.type, columns.types] as const,
    stage: [columns.stage, columns.stages] as const,
    priority: [columns.priority, columns.priorities] as const,
  }[sort];
  // These words were numbered in their order.
  return { column, ranks: words.texts.map((_, number) => number) };
}

/** By number of a client's code: its position among the clients by name. */
function clientRanks(tx: ReadTx, codes: readonly (string | null)[]): Int32Array {
  const names = clientNames(tx);
  const keys = codes.map((code) => clientRank(code, names));
  const order = codes.map((_, number) => number).sort((a, b) => ((keys[a] as string) < (keys[b] as string) ? -1 : 1));
  const ranks = new Int32Array(codes.length);
  for (const [rank, number] of order.entries()) ranks[number] = rank;
  return ranks;
}

/** The same places group by group; within a group their order stays. */
function inGroups(places: readonly number[], { column, ranks }: Grouping): number[] {
  const rankOf = (place: number): number => ranks[column[place] as number] as number;
  const next = new Int32Array(ranks.length + 1);
  for (const place of places) next[rankOf(place) + 1] = (next[rankOf(place) + 1] as number) + 1;
  for (let rank = 1; rank < next.length; rank += 1) next[rank] = (next[rank] as number) + (next[rank - 1] as number);
  const sorted = new Array<number>(places.length);
  for (const place of places) {
    const rank = rankOf(place);
    const at = next[rank] as number;
    sorted[at] = place;
    next[rank] = at + 1;
  }
  return sorted;
}

/** As `countQueueIds` answers. */
export function countMirrored({ tx, mirror }: Mirrored, filter: QueueConditions, moment: QueueMoment): number {
  const keep = keepOf(mirror.columns, filter, { tx, ...moment });
  let count = 0;
  eachOf(mirror.columns, heldStatus(filter.view), (place) => {
    if (keep(place)) count += 1;
  });
  return count;
}

/** As `readGroups` answers. */
export function groupMirrored({ tx, mirror }: Mirrored, filter: QueueConditions, moment: QueueMoment): Groups {
  const { columns } = mirror;
  const keep = keepOf(columns, filter, { tx, ...moment });
  const width = columns.organisations.texts.length;
  const counts = new Map<number, number>();
  eachOf(columns, heldStatus(filter.view), (place) => {
    if (!keep(place)) return;
    const key = (columns.type[place] as number) * width + (columns.organisation[place] as number);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  });
  return sortGroups(
    [...counts].map(([key, count]) => ({
      type: columns.types.texts[Math.floor(key / width)] as AbnormalType,
      organisation: columns.organisations.texts[key % width] ?? null,
      count,
    })),
  );
}

/** As `readQueueCounts` answers. */
export function sumMirrored({ tx, mirror }: Mirrored, moment: QueueMoment): QueueCounts {
  const { columns } = mirror;
  const clients = tally(columns.client, columns);
  return {
    pendingScreening: countPending(tx, moment.now),
    views: Object.fromEntries(QUEUE_VIEWS.map((view) => [view, view === 'closed' ? columns.closed : countView(columns, view, moment)])),
    types: named(tally(columns.type, columns), columns.types.texts),
    regions: named(tally(columns.region, columns), columns.regions.texts),
    tiers: sumTiers(
      tx,
      columns.clients.texts.map((name, number) => ({ name, n: clients[number] ?? 0 })).filter(({ n }) => n > 0),
    ),
  };
}

function countView(columns: MirrorColumns, view: QueueFilter['view'], moment: QueueMoment): number {
  const test = viewTest(columns, view, moment);
  let count = 0;
  eachOf(columns, heldStatus(view), (place) => {
    if (test === null || test(place)) count += 1;
  });
  return count;
}

/** How many open exceptions have each number. */
function tally(column: Uint8Array | Int32Array, columns: MirrorColumns): number[] {
  const counts: number[] = [];
  eachOf(columns, OPEN, (place) => {
    const number = column[place] as number;
    counts[number] = (counts[number] ?? 0) + 1;
  });
  return counts;
}

function named(counts: readonly number[], texts: readonly (string | null)[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const [number, text] of texts.entries()) if (counts[number] !== undefined) sums[text ?? ''] = counts[number];
  return sums;
}

function eachOf({ status, rows }: MirrorColumns, wanted: HeldStatus, visit: (place: number) => void): void {
  for (let place = 0; place < rows; place += 1) if (status[place] === wanted) visit(place);
}
