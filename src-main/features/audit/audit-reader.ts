import type { AppContract } from '#shared/contract/contract.ts';
import type { InputOf, OutputOf } from '#shared/contract/define.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import { kindsOfGroup } from '#shared/domain/permissions/audit-groups.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import { dayStart, parseDay } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';

type List = AppContract['audit']['list'];
export type AuditQuestion = InputOf<List>;
export type AuditPage = OutputOf<List>;

type Row = {
  id: string;
  at: number;
  kind: string;
  entity: string;
  entity_id: string;
  args_json: string | null;
  actor: string;
  name: string | null;
  staff_no: string | null;
  mail_no: string | null;
  subject_name: string | null;
  elsewhere: number;
};
type Bounds = { from: number; to: number; at: number; id: string; actor: string; kinds: string; limit: number };

const FIRST_INSTANT = 0;
const LAST_INSTANT = Number.MAX_SAFE_INTEGER;

/** What people did, the newest first, own ops and those that other machines sent, each once. */
export function readAuditPage(tx: ReadTx, question: AuditQuestion): AuditPage {
  const { after, limit, group, personId } = question;
  const [from, to] = [boundOf(question.from, 0) ?? FIRST_INSTANT, boundOf(question.to, 1) ?? LAST_INSTANT];
  const bounds: Bounds = {
    from,
    to,
    at: Math.min(after?.at ?? LAST_INSTANT, to),
    id: after?.id ?? '',
    actor: personId ?? '',
    kinds: JSON.stringify(group === undefined ? [] : kindsOfGroup(group)),
    limit: limit + 1,
  };
  const rows = tx.all<Row>(auditSql(question), bounds);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    entries: shown.map(entryOf),
    next: rows.length > limit && last ? { at: last.at, id: last.id } : null,
  };
}

/** Start of a day, or of the one after it; undefined without one. Throws `input-not-valid`. */
function boundOf(text: string | undefined, plus: 0 | 1): number | undefined {
  if (text === undefined) return undefined;
  const day = parseDay(text);
  if (day === undefined) throw new AppError('invalid-input', 'input-not-valid');
  return dayStart(day + plus);
}

/** The statement of a question, exported for the test of its plans. */
export function auditSql({ group, personId }: Pick<AuditQuestion, 'group' | 'personId'>): string {
  const own = partOf('op', { group, personId });
  const others = partOf('decided_op', { group, personId });
  return `SELECT acts.*, person.name, person.staff_no, exception.mail_no, subject.name AS subject_name
    FROM (SELECT * FROM (${own}) UNION ALL SELECT * FROM (${others}) ORDER BY at DESC, id DESC LIMIT @limit) AS acts
    LEFT JOIN person ON person.id = acts.actor
    LEFT JOIN exception ON entity = 'exception' AND exception.uid = entity_id
    LEFT JOIN person AS subject ON entity = 'person' AND subject.id = entity_id
    ORDER BY at DESC, acts.id DESC`;
}

/**
 * The page of one table, through one index: of the person, else of the kinds that are rare, else of
 * the time. Acts on exceptions are most of all there is and are found by time.
 */
function partOf(table: 'op' | 'decided_op', { group, personId }: Pick<AuditQuestion, 'group' | 'personId'>): string {
  const prefix = table === 'op' ? 'op' : 'decided';
  const isRare = group !== undefined && group !== 'exceptions';
  const index = personId === undefined ? (isRare ? `${prefix}_of_kind` : `${prefix}_of_people`) : `${prefix}_of_person`;
  const where = [
    "actor <> 'system'",
    'occurred_at >= @from AND occurred_at < @to AND occurred_at <= @at',
    "(@id = '' OR occurred_at < @at OR id < @id)",
    ...(personId === undefined ? [] : ['actor = @actor']),
    ...(group === undefined ? [] : ['kind IN (SELECT value FROM json_each(@kinds))']),
    ...(isRare ? ["entity <> 'exception'"] : []),
    ...(table === 'decided_op' ? ['NOT EXISTS (SELECT 1 FROM op WHERE op.id = decided_op.id)'] : []),
  ];
  return `SELECT id, occurred_at AS at, kind, entity, entity_id, args_json, actor, ${table === 'op' ? 0 : 1} AS elsewhere
    FROM ${table} INDEXED BY ${index} WHERE ${where.join(' AND ')} ORDER BY occurred_at DESC, id DESC LIMIT @limit`;
}

function entryOf(row: Row): AuditPage['entries'][number] {
  return {
    id: row.id,
    at: row.at,
    personId: row.actor,
    personName: row.name ?? row.actor,
    staffNo: row.staff_no ?? '',
    kind: row.kind,
    subject: row.mail_no ?? row.subject_name ?? row.entity_id,
    text: row.args_json === null ? '' : maskText(wordsOf(JSON.parse(row.args_json) as Record<string, unknown>)),
    elsewhere: row.elsewhere === 1,
    erased: row.args_json === null,
  };
}

const WORDS = ['text', 'result', 'reason', 'remark', 'title', 'name', 'role', 'station', 'field'] as const;
const WORDS_MAX = 300;

/** What an op says in a person's own words, or names. */
function wordsOf(args: Readonly<Record<string, unknown>>): string {
  const words = WORDS.map((name) => args[name]).filter((value): value is string => typeof value === 'string' && value !== '');
  return words.join('；').slice(0, WORDS_MAX);
}
