import type { ExportPart } from '#shared/domain/exports/export-task.ts';
import { LEDGER_COLUMNS, LEDGER_TITLES } from '#shared/domain/exports/ledgers.ts';
import type { LedgerName } from '#shared/domain/exports/ledgers.ts';
import {
  OP_WORDS,
  PRIORITY_WORDS,
  REACH_WORDS,
  REGION_WORDS,
  RESPONSIBLE_WORDS,
  RULE_WORDS,
  STATUS_WORDS,
  TIER_WORDS,
  TYPE_WORDS,
} from '#shared/domain/exports/words.ts';
import type { ExceptionStatus } from '#shared/domain/screening/vocabulary.ts';
import { dayOf, dayStart, formatDay } from '#shared/kernel/instant.ts';
import { wordOf } from './sql-words.ts';

export type ExportFilter = {
  /** First and last day, both included; null: no bound. Of raising, of duty, of the act. */
  from: number | null;
  to: number | null;
  status: ExceptionStatus | 'all';
};

const EXCEPTIONS = `SELECT exception.mail_no, mail.accepted_at, exception.client_code, client.name AS client_name,
    (SELECT group_concat(${wordOf('value', TIER_WORDS)}, '、') FROM json_each(client.tiers)) AS tiers,
    ${wordOf('exception.region', REGION_WORDS)} AS region, ${wordOf('exception.region', REACH_WORDS)} AS reach,
    exception.day, ${wordOf('exception.status', STATUS_WORDS)} AS status, exception.cycle,
    ${wordOf('exception.priority', PRIORITY_WORDS)} AS priority, ${wordOf('exception.held_type', TYPE_WORDS)} AS type,
    ${wordOf('exception.main_rule', RULE_WORDS)} AS main_rule,
    (SELECT group_concat(word, '、') FROM (SELECT ${wordOf('rule', RULE_WORDS)} AS word FROM finding
       WHERE exception_uid = exception.uid ORDER BY rule)) AS rules,
    ${wordOf('exception.held_stage', RESPONSIBLE_WORDS)} AS stage,
    exception.held_org AS organisation,
    raised_at, intervention_due, coalesce(holder.name, owner) AS owner, coalesce(asker.name, first_asker) AS first_asker,
    claimed_at, intervention_at, follow_ups, last_follow_up_at, last_follow_up, exception.next_at, snoozed_until,
    feedback_at, feedback, pushed_at, pushes, push_waived,
    closed_at, coalesce(closer.name, closed_by) AS closed_by, result
  FROM exception
  LEFT JOIN mail ON mail.mail_no = exception.mail_no
  LEFT JOIN client ON client.code = exception.client_code
  LEFT JOIN person AS holder ON holder.id = owner
  LEFT JOIN person AS asker ON asker.id = first_asker
  LEFT JOIN person AS closer ON closer.id = closed_by
  WHERE (@status = 'all' OR status = @status) AND raised_at >= @from AND raised_at < @to
  ORDER BY exception.mail_no, exception.cycle`;

const COVERAGE = `SELECT sums.day, ${wordOf('sums.region', REGION_WORDS)} AS region, due, normal, abnormal,
    due - normal - abnormal AS undetermined, normal + abnormal AS determined, on_time, late,
    printf('%.2f%%', 100.0 * (normal + abnormal) / due) AS share, first_at, last_at,
    CASE catch_up WHEN 1 THEN '是' WHEN 0 THEN '否' END AS catch_up
  FROM (SELECT day, region, sum(due) AS due, sum(normal) AS normal, sum(abnormal) AS abnormal, sum(on_time) AS on_time, sum(late) AS late
        FROM (SELECT day, region, due, normal, abnormal, on_time, late FROM slot
              UNION ALL SELECT day, region, due, normal, abnormal, on_time, late FROM verdict_kept)
        GROUP BY day, region) AS sums
  LEFT JOIN slot_run ON slot_run.day = sums.day AND slot_run.region = sums.region
  WHERE due > 0 AND sums.day BETWEEN @from AND @to
  ORDER BY sums.day, CASE sums.region WHEN 'same-city' THEN 0 WHEN 'in-province' THEN 1 ELSE 2 END`;

const arg = (name: string): string => `json_extract(args_json, '$.${name}')`;
const OPERATIONS = `SELECT op.seq, op.occurred_at, coalesce(person.name, CASE actor WHEN 'system' THEN '系统' ELSE actor END) AS actor,
    person.staff_no, ${wordOf('kind', OP_WORDS)} AS kind,
    CASE entity WHEN 'exception' THEN exception.mail_no WHEN 'person' THEN subject.name ELSE entity_id END AS subject,
    CASE kind
      WHEN 'exception.set-type' THEN ${wordOf(arg('type'), TYPE_WORDS)}
      WHEN 'exception.set-stage' THEN ${wordOf(arg('stage'), RESPONSIBLE_WORDS)} || ' ' || coalesce(${arg('organisation')}, '')
      WHEN 'exception.accept' THEN concat_ws('；', ${wordOf(arg('type'), TYPE_WORDS)}, ${wordOf(arg('stage'), RESPONSIBLE_WORDS)}, ${arg('organisation')}, ${arg('text')})
      WHEN 'exception.transfer' THEN concat_ws('；', coalesce((SELECT name FROM person AS taker WHERE taker.id = ${arg('to')}), ${arg('to')}), nullif(${arg('reason')}, ''))
      WHEN 'exception.undo' THEN (SELECT group_concat('第 ' || taken.seq || ' 号 ' || ${wordOf('taken.kind', OP_WORDS)}, '、')
        FROM json_each(op.args_json, '$.ops') AS named JOIN op AS taken ON taken.id = named.value)
      WHEN 'exception.find' THEN ${wordOf(arg('rule'), RULE_WORDS)}
      WHEN 'exception.withdraw' THEN ${wordOf(arg('rule'), RULE_WORDS)}
      WHEN 'mail.record' THEN concat_ws('；', ${arg('reason')}, ${arg('remark')}, ${arg('redirect.place')}, ${wordOf(arg('region'), REGION_WORDS)})
      WHEN 'data.reveal' THEN CASE ${arg('field')} WHEN 'recipient' THEN '收件人' WHEN 'recipientPhone' THEN '收件人电话' WHEN 'address' THEN '收件地址' ELSE '轨迹原文' END
      ELSE coalesce(${arg('text')}, ${arg('result')}, ${arg('reason')}, ${arg('title')}, ${arg('name')}, ${arg('definition.name')}) END AS words,
    recorded_at, CASE clock_flag WHEN 'ok' THEN '正常' WHEN 'jumped' THEN '时钟被改动' ELSE '早于前一条' END AS clock,
    lower(substr(hex(hash), 1, 16)) AS hash
  FROM op
  LEFT JOIN person ON person.id = actor
  LEFT JOIN person AS subject ON subject.id = entity_id AND entity = 'person'
  LEFT JOIN exception ON exception.uid = entity_id AND entity = 'exception'
  WHERE occurred_at >= @from AND occurred_at < @to
  ORDER BY op.seq`;

const SQL: Readonly<Record<LedgerName, string>> = { exceptions: EXCEPTIONS, coverage: COVERAGE, operations: OPERATIONS };

/** The sheet of a ledger with the statement that fills it. */
export function ledgerPart(name: LedgerName, filter: ExportFilter, now: number): ExportPart {
  return {
    sheet: { name: LEDGER_TITLES[name], columns: LEDGER_COLUMNS[name], notes: notesOf(name, filter) },
    mapper: 'by-key',
    sql: SQL[name],
    parameters: parametersOf(name, filter, now),
  };
}

const FOREVER_MS = Number.MAX_SAFE_INTEGER;

function parametersOf(name: LedgerName, { from, to, status }: ExportFilter, now: number): ExportPart['parameters'] {
  // Slots of coming days are nobody's duty yet.
  if (name === 'coverage') return { from: from ?? 0, to: Math.min(to ?? dayOf(now), dayOf(now)) };
  const range = { from: from === null ? 0 : dayStart(from), to: to === null ? FOREVER_MS : dayStart(to + 1) };
  return name === 'exceptions' ? { ...range, status } : range;
}

const RANGE_OF: Readonly<Record<LedgerName, string>> = { exceptions: '列入日期', coverage: '应筛日期', operations: '操作日期' };

function notesOf(name: LedgerName, { from, to, status }: ExportFilter): ExportPart['sheet']['notes'] {
  const text = (day: number | null): string => (day === null ? '不限' : formatDay(day));
  const range = { label: RANGE_OF[name], text: from === null && to === null ? '全部' : `${text(from)} 至 ${text(to)}` };
  return name === 'exceptions' ? [range, { label: '办理状态', text: status === 'all' ? '全部' : STATUS_WORDS[status] }] : [range];
}
