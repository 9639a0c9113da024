import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { latestOpening, postingDayFor } from '#shared/domain/screening/slots.ts';
import type { Missing, Region, Rule, SlotRegion, Verdict } from '#shared/domain/screening/vocabulary.ts';
import { SLOT_REGIONS } from '#shared/domain/screening/vocabulary.ts';
import { dayStart } from '#shared/kernel/instant.ts';
import type { ReadTx, SqlValue } from '../../ledger/index.ts';
import { splitList } from './verdict-writer.ts';

type ListInput = InputOf<AppContract['screening']['coverageList']>;
export type CoverageMails = OutputOf<AppContract['screening']['coverageList']>;
type ListContext = { now: number; rules: CompiledRules; day: number };
/** Ids of mails with the slot region whose verdict is shown beside them. */
type Part = { sql: string; params: readonly SqlValue[] };

/** The mails behind one number of the coverage report, in windows; the total is that of the rows. */
export function readCoverageList(tx: ReadTx, input: ListInput, context: ListContext): CoverageMails {
  const regions = input.region === null ? SLOT_REGIONS : [input.region];
  const parts = partsOf(input.list, regions, context);
  const all = parts.map(({ sql }) => sql).join(' UNION ALL ');
  const params = parts.flatMap((part) => part.params);
  if (parts.length === 0) return { total: 0, mails: [] };
  const total = kept(tx, input.list, { regions, day: context.day }) ?? tx.pluck<number>(`SELECT count(*) FROM (${all})`, params) ?? 0;
  const window = tx.all<{ id: number; slot: SlotRegion | null }>(`${all} LIMIT ? OFFSET ?`, [...params, input.limit, input.offset]);
  return { total, mails: rowsOf(tx, window, context.day) };
}

const SUMS: Readonly<Partial<Record<ListInput['list'], string>>> = {
  due: 'due',
  normal: 'normal',
  abnormal: 'abnormal',
  undetermined: 'due - normal - abnormal',
  onTime: 'on_time',
  late: 'late',
};

/** The slots' own sums count the mails that the ledger still holds, and those are listed. */
function kept(tx: ReadTx, list: ListInput['list'], { regions, day }: { regions: readonly SlotRegion[]; day: number }): number | undefined {
  const sum = SUMS[list];
  if (sum === undefined) return undefined;
  const sql = `SELECT coalesce(sum(${sum}), 0) FROM slot WHERE day = ? AND region IN (SELECT value FROM json_each(?))`;
  return tx.pluck<number>(sql, [day, JSON.stringify(regions)]);
}

function partsOf(list: ListInput['list'], regions: readonly SlotRegion[], context: ListContext): Part[] {
  switch (list) {
    case 'due':
      return regions.flatMap((region) => duePart(region, context, ''));
    case 'undetermined':
      return regions.flatMap((region) => duePart(region, context, UNDETERMINED));
    case 'normal':
    case 'abnormal':
      return regions.map((region) => verdictPart(region, context, `verdict = '${list}'`));
    case 'onTime':
    case 'late':
      return regions.map((region) => verdictPart(region, context, `verdict <> 'undetermined' AND late = ${list === 'late' ? 1 : 0}`));
    case 'noAcceptance':
      return [{ sql: "SELECT id, NULL AS slot FROM mail WHERE dirty <> 1 AND posting_day IS NULL AND stage <> 'void'", params: [] }];
    case 'unknownRegion':
      return regions.flatMap((region) => unknownPart(region, context));
    case 'needFreshTrace':
      return regions.flatMap((region) => stalePart(region, context));
  }
}

const UNDETERMINED = `AND NOT EXISTS (SELECT 1 FROM verdict WHERE verdict.day = ? AND verdict.region = ? AND mail_id = mail.id
  AND verdict.verdict <> 'undetermined')`;

function duePart(region: SlotRegion, { day, rules }: ListContext, condition: string): Part[] {
  const days = postingDayFor(day, region, rules);
  if (days === null) return [];
  const params = condition === '' ? [days.from, days.to, region] : [days.from, days.to, region, day, region];
  return [
    {
      sql: `SELECT id, '${region}' AS slot FROM mail
        WHERE posting_day BETWEEN ? AND ? AND mail.region IN (?, 'unknown') AND stage <> 'void' ${condition}`,
      params,
    },
  ];
}

function verdictPart(region: SlotRegion, { day }: ListContext, condition: string): Part {
  return {
    sql: `SELECT mail_id AS id, region AS slot FROM verdict WHERE day = ? AND region = ? AND counted = 1 AND ${condition}`,
    params: [day, region],
  };
}

function unknownPart(region: SlotRegion, { day, rules }: ListContext): Part[] {
  const days = postingDayFor(day, region, rules);
  if (days === null) return [];
  const sql = `SELECT id, '${region}' AS slot FROM mail WHERE posting_day BETWEEN ? AND ? AND region = 'unknown' AND stage <> 'void'`;
  return [{ sql, params: [days.from, days.to] }];
}

function stalePart(region: SlotRegion, { now, rules }: ListContext): Part[] {
  const opening = latestOpening(region, now, rules);
  if (opening === null) return [];
  const sql = `SELECT id, '${region}' AS slot FROM mail WHERE region = ? AND trace_as_of < ?
    AND terminal = 0 AND trace_as_of IS NOT NULL AND posting_day IS NOT NULL`;
  return [{ sql, params: [region, opening] }];
}

type Row = {
  id: number;
  mailNo: string;
  clientName: string;
  posting_day: number | null;
  accepted_at: number | null;
  traceAsOf: number | null;
  region: Region | null;
};
type VerdictRow = { mail_id: number; region: SlotRegion; verdict: Verdict; missing: string; rules: string; late: number };

function rowsOf(tx: ReadTx, window: readonly { id: number; slot: SlotRegion | null }[], day: number): CoverageMails['mails'] {
  const ids = JSON.stringify(window.map(({ id }) => id));
  const rows = tx.all<Row>(
    `SELECT mail.id, mail_no AS mailNo, coalesce(nullif(client.name, ''), client_code, '') AS clientName, accepted_at, posting_day,
       trace_as_of AS traceAsOf, region FROM mail LEFT JOIN client ON client.code = client_code
     WHERE mail.id IN (SELECT value FROM json_each(?))`,
    [ids],
  );
  const verdicts = tx.all<VerdictRow>(
    'SELECT mail_id, region, verdict, missing, rules, late FROM verdict WHERE mail_id IN (SELECT value FROM json_each(?)) AND day = ?',
    [ids, day],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  const bySlot = new Map(verdicts.map((verdict) => [`${verdict.mail_id}/${verdict.region}`, verdict]));
  return window.flatMap(({ id, slot }) => {
    const row = byId.get(id);
    return row ? [rowOf(row, bySlot.get(`${id}/${slot ?? ''}`))] : [];
  });
}

function rowOf(
  { mailNo, clientName, accepted_at, posting_day, traceAsOf, region }: Row,
  verdict: VerdictRow | undefined,
): CoverageMails['mails'][number] {
  return {
    mailNo,
    clientName,
    acceptedAt: accepted_at ?? (posting_day === null ? null : dayStart(posting_day)),
    traceAsOf,
    region: region ?? 'unknown',
    verdict: verdict?.verdict ?? null,
    missing: splitList<Missing>(verdict?.missing ?? ''),
    rules: splitList<Rule>(verdict?.rules ?? ''),
    late: verdict?.late === 1,
  };
}
