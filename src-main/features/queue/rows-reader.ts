import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { maskText } from '#shared/domain/mail/masking.ts';
import type { Rule } from '#shared/domain/screening/vocabulary.ts';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import { formatDay } from '#shared/kernel/instant.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { ExceptionRow, QueueOrder } from '../exceptions/index.ts';

export type QueueRow = OutputOf<AppContract['queue']['rows']>['rows'][number];
type JoinedRow = ExceptionRow &
  QueueOrder & {
    client_name: string | null;
    client_tiers: string | null;
    owner_name: string | null;
    asker_name: string | null;
    follower_name: string | null;
  };

const JOINED = `SELECT exception.*, client.name AS client_name, client.tiers AS client_tiers,
    holder.name AS owner_name, asker.name AS asker_name, follower.name AS follower_name
  FROM exception
  LEFT JOIN client ON client.code = exception.client_code
  LEFT JOIN person AS holder ON holder.id = exception.owner
  LEFT JOIN person AS asker ON asker.id = exception.first_asker
  LEFT JOIN person AS follower ON follower.id = exception.last_follow_up_by
  WHERE exception.id IN (SELECT value FROM json_each(?))`;

/** Rows of the grid in the order of the ids; an id that is gone is left out. Free texts are masked. */
export function readQueueRows(tx: ReadTx, ids: readonly number[], now: number): QueueRow[] {
  const found = tx.all<JoinedRow>(JOINED, [JSON.stringify(ids)]);
  const rulesOf = readRules(
    tx,
    found.map((row) => row.uid),
  );
  const rows = new Map(found.map((row) => [row.id, rowOf(row, rulesOf.get(row.uid) ?? [], now)]));
  return ids.flatMap((id) => rows.get(id) ?? []);
}

function readRules(tx: ReadTx, uids: readonly string[]): Map<string, Rule[]> {
  const rules = new Map<string, Rule[]>();
  const rows = tx.all<{ exception_uid: string; rule: Rule }>(
    'SELECT exception_uid, rule FROM finding WHERE exception_uid IN (SELECT value FROM json_each(?))',
    [JSON.stringify(uids)],
  );
  for (const { exception_uid, rule } of rows) {
    const known = rules.get(exception_uid);
    if (known) known.push(rule);
    else rules.set(exception_uid, [rule]);
  }
  return rules;
}

function rowOf(row: JoinedRow, rules: readonly Rule[], now: number): QueueRow {
  return {
    id: row.id,
    exceptionId: row.uid,
    mailNo: row.mail_no,
    clientName: nameOf(row.client_name, row.client_code) ?? '',
    tiers: row.client_tiers === null ? [] : (JSON.parse(row.client_tiers) as string[]),
    region: row.region,
    day: row.day === null ? null : formatDay(row.day),
    mainRule: row.main_rule,
    // A mail that cured itself has no finding left; what it was raised for still names it.
    rules: rules.length === 0 ? [row.main_rule] : RULES.filter((rule) => rules.includes(rule)),
    type: row.held_type,
    typeConfirmed: row.type !== null,
    responsibleStage: row.held_stage,
    organisation: row.held_org,
    stageConfirmed: row.stage !== null,
    priority: row.priority,
    status: row.status,
    cycle: row.cycle,
    raisedAt: row.raised_at,
    dueAt: row.due_at,
    clock: clockOf(row, now),
    nextAt: row.next_at,
    ...snoozeOf(row, now),
    ...peopleOf(row),
    interventionAt: row.intervention_at,
    lastFollowUp: lastFollowUpOf(row),
    followUps: row.follow_ups,
    feedbackAt: row.feedback_at,
    pushedAt: row.pushed_at,
    pushes: row.pushes,
    pushWaived: row.push_waived === null ? null : maskText(row.push_waived),
  };
}

function peopleOf(row: JoinedRow): Pick<QueueRow, 'ownerName' | 'ownerId' | 'firstAskerName'> {
  return {
    ownerName: nameOf(row.owner_name, row.owner),
    ownerId: row.owner,
    firstAskerName: nameOf(row.asker_name, row.first_asker),
  };
}

function lastFollowUpOf(row: JoinedRow): QueueRow['lastFollowUp'] {
  if (row.last_follow_up_at === null) return null;
  const by = nameOf(row.follower_name, row.last_follow_up_by) ?? '';
  return { at: row.last_follow_up_at, text: maskText(row.last_follow_up ?? ''), by };
}

/** The name of the register; whoever it does not know is shown by the code. */
function nameOf(name: string | null, code: string | null): string | null {
  return name === null || name === '' ? code : name;
}

function snoozeOf({ status, snoozed_until, snooze_reason }: JoinedRow, now: number): Pick<QueueRow, 'snoozedUntil' | 'snoozeReason'> {
  if (status !== 'open' || snoozed_until === null || snoozed_until <= now) return { snoozedUntil: null, snoozeReason: null };
  return { snoozedUntil: snoozed_until, snoozeReason: maskText(snooze_reason ?? '') };
}

function clockOf({ status, due_at, warn_at, snoozed_until }: JoinedRow, now: number): QueueRow['clock'] {
  if (status === 'closed') return 'done';
  if (status === 'self-cleared' || due_at === null) return 'pause';
  if (due_at < now) return 'over';
  if ((snoozed_until ?? 0) > now) return 'pause';
  return warn_at !== null && warn_at <= now ? 'soon' : 'ok';
}
