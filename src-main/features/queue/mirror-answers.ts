import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import type { AbnormalType } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { clientNames } from '../clients/index.ts';
import { countPending, sumTiers } from './counts-reader.ts';
import type { QueueCounts } from './counts-reader.ts';
import { sortGroups } from './groups-reader.ts';
import type { Groups } from './groups-reader.ts';
import { clientRank } from './ids-reader.ts';
import type { QueueFilter, QueueMoment } from './ids-reader.ts';
import { NEVER, OPEN, SELF_CLEARED } from './mirror-columns.ts';
import type { HeldStatus, MirrorColumns, Words } from './mirror-columns.ts';
import { keepOf } from './mirror-filter.ts';
import type { Keep } from './mirror-filter.ts';
import type { OrderName, QueueMirror } from './queue-mirror.ts';

type View = QueueFilter['view'];
/** Rows of closed exceptions are not in memory. */
export function isMirrored(view: View): boolean {
  return view !== 'closed';
}

const heldStatus = (view: View): HeldStatus => (view === 'self-cleared' ? SELF_CLEARED : OPEN);
const ORDERED: ReadonlySet<string> = new Set<OrderName>(['due', 'raised', 'mailNo', 'nextAt']);

/** As `listQueueIds` answers. */
export function listMirrored({ tx, mirror }: Mirrored, filter: QueueFilter, moment: QueueMoment): number[] {
  const { columns } = mirror;
  const { sort } = filter;
  const keep = keepOf(columns, filter, { tx, ...moment });
  const kept = keptOf(mirror.order(heldStatus(filter.view), ORDERED.has(sort) ? (sort as OrderName) : 'due'), keep);
  const places = ORDERED.has(sort) ? kept : inGroups(kept, groupingOf(tx, columns, sort as GroupedSort));
  return idsOf(places, columns.id, filter.descending);
}

/** Lists are long: they are made in arrays of their final length and type. */
function keptOf(order: Int32Array, keep: Keep | null): Int32Array {
  if (keep === null) return order;
  const kept = new Int32Array(order.length);
  let length = 0;
  for (let index = 0; index < order.length; index += 1) {
    const place = order[index] as number;
    if (keep(place)) kept[length++] = place;
  }
  return kept.subarray(0, length);
}

function idsOf(places: Int32Array, id: Int32Array, descending: boolean): number[] {
  const ids: number[] = [];
  if (descending) for (let index = places.length - 1; index >= 0; index -= 1) ids.push(id[places[index] as number] as number);
  else for (let index = 0; index < places.length; index += 1) ids.push(id[places[index] as number] as number);
  return ids;
}

type Mirrored = { readonly tx: ReadTx; readonly mirror: QueueMirror };
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
function inGroups(places: Int32Array, { column, ranks }: Grouping): Int32Array {
  const next = new Int32Array(ranks.length + 1);
  const rankOf = (index: number): number => ranks[column[places[index] as number] as number] as number;
  for (let index = 0; index < places.length; index += 1) {
    const after = rankOf(index) + 1;
    next[after] = (next[after] as number) + 1;
  }
  for (let rank = 1; rank < next.length; rank += 1) next[rank] = (next[rank] as number) + (next[rank - 1] as number);
  const sorted = new Int32Array(places.length);
  for (let index = 0; index < places.length; index += 1) {
    const rank = rankOf(index);
    const at = next[rank] as number;
    sorted[at] = places[index] as number;
    next[rank] = at + 1;
  }
  return sorted;
}

/** As `countQueueIds` answers. */
export function countMirrored({ tx, mirror }: Mirrored, filter: QueueConditions, moment: QueueMoment): number {
  const order = mirror.order(heldStatus(filter.view), 'due');
  return keptOf(order, keepOf(mirror.columns, filter, { tx, ...moment })).length;
}

/** As `readGroups` answers. */
export function groupMirrored({ tx, mirror }: Mirrored, filter: QueueConditions, moment: QueueMoment): Groups {
  const { columns } = mirror;
  const kept = keptOf(mirror.order(heldStatus(filter.view), 'due'), keepOf(columns, filter, { tx, ...moment }));
  const width = columns.organisations.texts.length;
  const counts = new Map<number, number>();
  for (let index = 0; index < kept.length; index += 1) {
    const place = kept[index] as number;
    const key = (columns.type[place] as number) * width + (columns.organisation[place] as number);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
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
  const clients = tally(columns, columns.client, columns.clients);
  return {
    pendingScreening: countPending(tx, moment.now),
    views: sumViews(mirror, moment),
    types: named(tally(columns, columns.type, columns.types), columns.types),
    regions: named(tally(columns, columns.region, columns.regions), columns.regions),
    tiers: sumTiers(
      tx,
      columns.clients.texts.map((name, number) => ({ name, n: clients[number] as number })).filter(({ n }) => n > 0),
    ),
  };
}

/** All views in one walk over the rows; the same conditions as `viewTest`, one by one. */
function sumViews(mirror: QueueMirror, { now, personId }: QueueMoment): Record<View, number> {
  const { columns } = mirror;
  const { status, dueAt, warnAt, snoozedUntil, owner, firstAsker, rows } = columns;
  const tomorrow = dayStart(dayOf(now) + 1);
  const person = columns.people.find(personId);
  let [today, soon, over, mine, asked, unclaimed, snoozed] = [0, 0, 0, 0, 0, 0, 0];
  for (let place = 0; place < rows; place += 1) {
    if (status[place] !== OPEN) continue;
    const due = dueAt[place] as number;
    const warn = warnAt[place] as number;
    const isAwake = (snoozedUntil[place] as number) <= now;
    if (due !== NEVER && due < now) over += 1;
    if (isAwake && due !== NEVER && due < tomorrow) today += 1;
    if (isAwake && warn !== NEVER && warn <= now && due >= now) soon += 1;
    if (!isAwake) snoozed += 1;
    if (owner[place] === 0) unclaimed += 1;
    if (owner[place] === person) mine += 1;
    if (firstAsker[place] === person) asked += 1;
  }
  return {
    'all-open': mirror.order(OPEN, 'due').length,
    'due-today': today,
    soon,
    over,
    mine,
    'my-first-asked': asked,
    unclaimed,
    snoozed,
    'self-cleared': mirror.order(SELF_CLEARED, 'due').length,
    closed: columns.closed,
  };
}

/** How many open exceptions have each number. */
function tally({ status, rows }: MirrorColumns, column: Uint8Array | Int32Array, words: Words): Int32Array {
  const counts = new Int32Array(words.texts.length);
  for (let place = 0; place < rows; place += 1) {
    const number = column[place] as number;
    if (status[place] === OPEN) counts[number] = (counts[number] as number) + 1;
  }
  return counts;
}

function named(counts: Int32Array, words: Words): Record<string, number> {
  return Object.fromEntries(words.texts.map((text, number) => [text ?? '', counts[number] as number] as const).filter(([, n]) => n > 0));
}
