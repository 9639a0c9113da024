import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf } from '#shared/contract/define.ts';
import type { QueueConditions } from '#shared/domain/exceptions/queue-filter.ts';
import { ABNORMAL_TYPES, RESPONSIBLE_STAGES } from '#shared/domain/screening/vocabulary.ts';
import type { ExceptionStatus } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, dayStart } from '#shared/kernel/instant.ts';
import type { ReadTx, SqlParams } from '../../ledger/index.ts';
import { clientCodesOfTiers, clientNames, findClientCodes } from '../clients/index.ts';

export type QueueFilter = InputOf<AppContract['queue']['ids']>;
export type QueueMoment = { now: number; personId: string };
/** A query that answers with ids, from one index alone wherever it can be. */
export type Ids = { sql: string; params: SqlParams };

/**
 * Ids of the exceptions that a filter keeps, in its order; equal keys stand by deadline, then in
 * the order of raising. Each order and each condition is read from an index of its own and they
 * are joined here, so that the cost is that of the ids, whatever their combination.
 */
export function listQueueIds(tx: ReadTx, filter: QueueFilter, moment: QueueMoment): number[] {
  const conditions = conditionsOf(tx, filter, moment);
  const [first] = conditions;
  // In the order of deadlines the clock's views are a range of that order, or few ids to sort.
  const isRange = filter.sort === 'due' && CLOCK_VIEWS.has(filter.view) && first !== undefined;
  const ordered = isRange
    ? parseIds(tx.pluck(`SELECT json_group_array(id) FROM (${first.sql} ORDER BY due_at, id)`, first.params))
    : orderedIds(tx, filter);
  const marks = conditions.slice(isRange ? 1 : 0).map((condition) => markedIds(tx, condition));
  const kept = marks.length === 0 ? ordered : ordered.filter((id) => marks.every((mark) => mark[id] === 1));
  return filter.descending ? kept.reverse() : kept;
}

/** How many a filter keeps; its order costs nothing. */
export function countQueueIds(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): number {
  const [first, ...others] = conditionsOf(tx, filter, moment);
  if (!first) return tx.pluck<number>('SELECT count(*) FROM exception WHERE status = ?', [statusOf(filter.view)]) ?? 0;
  if (others.length === 0) return tx.pluck<number>(`SELECT count(*) FROM (${first.sql})`, first.params) ?? 0;
  const marks = others.map((condition) => markedIds(tx, condition));
  return parseIds(tx.pluck<string>(`SELECT json_group_array(id) FROM (${first.sql})`, first.params)).filter((id) =>
    marks.every((mark) => mark[id] === 1),
  ).length;
}

/** Marks of the ids that a filter keeps, or null when it keeps all of its status. */
export function keptIds(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): (id: number) => boolean {
  const marks = conditionsOf(tx, filter, moment).map((condition) => markedIds(tx, condition));
  return (id) => marks.every((mark) => mark[id] === 1);
}

const CLOCK_VIEWS: ReadonlySet<QueueFilter['view']> = new Set(['due-today', 'over', 'soon']);

export function statusOf(view: QueueFilter['view']): ExceptionStatus {
  return view === 'self-cleared' || view === 'closed' ? view : 'open';
}

const ORDERS = {
  due: 'due_at',
  raised: 'raised_at',
  mailNo: 'mail_no',
  priority: 'priority, due_at',
  nextAt: 'next_at',
} as const;
const GROUPS = { client: 'client_code', type: 'held_type', stage: 'held_stage' } as const;

/** Statements of the orders, exported for the test of their plans. */
export function orderSql(sort: QueueFilter['sort']): string {
  if (sort in ORDERS) {
    const order = ORDERS[sort as keyof typeof ORDERS];
    return `SELECT json_group_array(id) FROM (SELECT id FROM exception WHERE status = ? ORDER BY ${order}, id)`;
  }
  const group = GROUPS[sort as keyof typeof GROUPS];
  return `SELECT ${group} AS name, json_group_array(id) AS ids
    FROM (SELECT ${group}, id FROM exception WHERE status = ? ORDER BY ${group}, due_at, id) GROUP BY ${group}`;
}

function orderedIds(tx: ReadTx, { sort, view }: QueueFilter): number[] {
  const status = statusOf(view);
  if (sort in ORDERS) return parseIds(tx.pluck<string>(orderSql(sort), [status]));
  const rankOf = ranking(tx, sort);
  return tx
    .all<{ name: string | null; ids: string }>(orderSql(sort), [status])
    .map(({ name, ids }) => ({ rank: rankOf(name), ids }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .flatMap(({ ids }) => parseIds(ids));
}

/** Types and stages in the order of their keys, clients by name, mails without a client last. */
function ranking(tx: ReadTx, sort: QueueFilter['sort']): (name: string | null) => string {
  if (sort === 'client') {
    const names = clientNames(tx);
    return (code) => clientRank(code, names);
  }
  const words: readonly string[] = sort === 'type' ? ABNORMAL_TYPES : RESPONSIBLE_STAGES;
  return (name) => String(words.indexOf(name ?? '')).padStart(2, '0');
}

/** Where a client stands among the others by name; mails without one stand last. */
export function clientRank(code: string | null, names: ReadonlyMap<string, string>): string {
  return code === null ? '\uffff' : `${names.get(code) ?? ''}\u0000${code}`;
}

function parseIds(text: string | undefined): number[] {
  return text === undefined ? [] : (JSON.parse(text) as number[]);
}

function markedIds(tx: ReadTx, { sql, params }: Ids): Uint8Array {
  const highest = tx.pluck<number | null>('SELECT max(id) FROM exception') ?? 0;
  const marks = new Uint8Array(highest + 1);
  for (const id of parseIds(tx.pluck<string>(`SELECT json_group_array(id) FROM (${sql})`, params))) marks[id] = 1;
  return marks;
}

function conditionsOf(tx: ReadTx, filter: QueueConditions, moment: QueueMoment): Ids[] {
  const status = statusOf(filter.view);
  const oneOf = (column: string, values: readonly string[]): Ids => ({
    sql: `SELECT id FROM exception WHERE status = ? AND ${column} IN (SELECT value FROM json_each(?))`,
    params: [status, JSON.stringify(values)],
  });
  const conditions = viewConditions(filter.view, moment);
  if (filter.types) conditions.push(oneOf('held_type', filter.types));
  if (filter.stages) conditions.push(oneOf('held_stage', filter.stages));
  if (filter.regions) conditions.push(oneOf('region', filter.regions));
  if (filter.tiers) conditions.push(oneOf('client_code', clientCodesOfTiers(tx, filter.tiers)));
  if (filter.clientCode !== undefined) conditions.push(oneOf('client_code', [filter.clientCode]));
  if (filter.priorities) conditions.push(oneOf('priority', filter.priorities));
  if (filter.owners) conditions.push(oneOf('owner', filter.owners));
  if (filter.organisations) conditions.push(organisationIds(status, filter.organisations));
  if (filter.rules) conditions.push({ sql: RULE_IDS, params: [JSON.stringify(filter.rules), status] });
  const words = filter.search?.trim() ?? '';
  if (words !== '') conditions.push(searchIds(tx, status, words));
  return conditions;
}

function organisationIds(status: ExceptionStatus, organisations: readonly (string | null)[]): Ids {
  const named = JSON.stringify(organisations.filter((name) => name !== null));
  const unknown = organisations.includes(null) ? ' UNION ALL SELECT id FROM exception WHERE status = @status AND held_org IS NULL' : '';
  return {
    sql: `SELECT id FROM exception WHERE status = @status AND held_org IN (SELECT value FROM json_each(@named))${unknown}`,
    params: { status, named },
  };
}

// An exception with several of the rules is one.
const RULE_IDS = `SELECT DISTINCT id FROM finding JOIN exception ON uid = exception_uid
  WHERE rule IN (SELECT value FROM json_each(?)) AND status = ?`;

const AWAKE = 'coalesce(snoozed_until, 0) <= ?';

/** What a view keeps of its status; its counts ask the same conditions. */
export function viewConditions(view: QueueFilter['view'], { now, personId }: QueueMoment): Ids[] {
  switch (view) {
    case 'due-today':
      return [
        {
          sql: `SELECT id FROM exception INDEXED BY exception_due WHERE status = 'open' AND due_at < ? AND ${AWAKE}`,
          params: [dayStart(dayOf(now) + 1), now],
        },
      ];
    // A deadline that has passed shows, whoever put it aside.
    case 'over':
      return [{ sql: "SELECT id FROM exception WHERE status = 'open' AND due_at < ?", params: [now] }];
    case 'soon':
      return [
        {
          sql: `SELECT id FROM exception INDEXED BY exception_warned WHERE status = 'open' AND warn_at <= ? AND due_at >= ? AND ${AWAKE}`,
          params: [now, now, now],
        },
      ];
    case 'mine':
      return [{ sql: "SELECT id FROM exception WHERE status = 'open' AND owner = ?", params: [personId] }];
    case 'my-first-asked':
      return [{ sql: "SELECT id FROM exception WHERE status = 'open' AND first_asker = ?", params: [personId] }];
    case 'unclaimed':
      return [{ sql: "SELECT id FROM exception WHERE status = 'open' AND owner IS NULL", params: [] }];
    case 'snoozed':
      return [{ sql: "SELECT id FROM exception INDEXED BY exception_snoozed WHERE snoozed_until > ? AND status = 'open'", params: [now] }];
    default:
      return [];
  }
}

/** Part of a mail number, a client's name or an organisation. */
function searchIds(tx: ReadTx, status: ExceptionStatus, words: string): Ids {
  const digits = words.replace(/[\s-]+/g, '').toUpperCase();
  return {
    sql: `SELECT id FROM exception WHERE status = @status AND instr(mail_no, @digits) > 0
      UNION SELECT id FROM exception WHERE status = @status AND client_code IN (SELECT value FROM json_each(@codes))
      UNION SELECT id FROM exception WHERE status = @status
        AND instr(held_org, @words) > 0`,
    params: { status, digits, words, codes: JSON.stringify(findClientCodes(tx, words)) },
  };
}
