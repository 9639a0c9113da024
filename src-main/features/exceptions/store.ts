import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import type { Finding } from '#shared/domain/screening/evaluation.ts';
import type { AbnormalType, ExceptionStatus, Priority, Region, ResponsibleStage, Rule } from '#shared/domain/screening/vocabulary.ts';
import { RULES } from '#shared/domain/screening/vocabulary.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { assert } from '#shared/kernel/assert.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, SqlValue, WriteTx } from '../../ledger/index.ts';
import { rulesAt } from '../rules/index.ts';
import { orderOf } from './queue-order.ts';
import type { QueueOrder } from './queue-order.ts';

/** A row of `exception`: the fold of its ops, column by column. */
export type ExceptionRow = {
  id: number;
  uid: string;
  mail_no: string;
  cycle: number;
  status: ExceptionStatus;
  raised_at: number;
  day: number | null;
  region: Region;
  client_code: string | null;
  main_rule: Rule;
  suggested_type: AbnormalType;
  suggested_stage: ResponsibleStage;
  suggested_org: string | null;
  priority: Priority;
  type: AbnormalType | null;
  stage: ResponsibleStage | null;
  organisation: string | null;
  owner: string | null;
  first_asker: string | null;
  claimed_at: number | null;
  intervention_due: number;
  intervention_at: number | null;
  follow_ups: number;
  last_follow_up_at: number | null;
  last_follow_up_by: string | null;
  last_follow_up: string | null;
  next_at: number | null;
  snoozed_until: number | null;
  snooze_reason: string | null;
  pushed_at: number | null;
  pushes: number;
  push_waived: string | null;
  feedback_at: number | null;
  feedback: string | null;
  self_cleared_at: number | null;
  closed_at: number | null;
  closed_by: string | null;
  result: string | null;
};
type FindingRow = { rule: Rule; since: number; evidence: string };

export function findException(tx: ReadTx, uid: string): ExceptionState | undefined {
  const row = tx.get<ExceptionRow>('SELECT * FROM exception WHERE uid = ?', [uid]);
  return row && stateOf(row, listFindings(tx, uid));
}

/** The exception of a mail's latest cycle. */
export function findLatestException(tx: ReadTx, mailNo: string): ExceptionState | undefined {
  const row = tx.get<ExceptionRow>('SELECT * FROM exception WHERE mail_no = ? ORDER BY cycle DESC LIMIT 1', [mailNo]);
  return row && stateOf(row, listFindings(tx, row.uid));
}

export function listFindings(tx: ReadTx, uid: string): Finding[] {
  return tx
    .all<FindingRow>('SELECT rule, since, evidence FROM finding WHERE exception_uid = ?', [uid])
    .map(({ rule, since, evidence }) => ({ rule, since, evidence: JSON.parse(evidence) as Finding['evidence'] }))
    .sort((a, b) => RULES.indexOf(a.rule) - RULES.indexOf(b.rule));
}

export function stateOf(row: ExceptionRow, findings: readonly Finding[]): ExceptionState {
  return {
    uid: row.uid,
    mailNo: row.mail_no,
    cycle: row.cycle,
    status: row.status,
    raisedAt: row.raised_at,
    assessment: {
      day: row.day,
      region: row.region,
      clientCode: row.client_code,
      mainRule: row.main_rule,
      type: row.suggested_type,
      stage: row.suggested_stage,
      organisation: row.suggested_org,
      priority: row.priority,
      interventionDue: row.intervention_due,
    },
    findings,
    type: row.type,
    stage: row.stage,
    organisation: row.organisation,
    owner: row.owner,
    firstAsker: row.first_asker,
    claimedAt: row.claimed_at,
    interventionAt: row.intervention_at,
    followUps: row.follow_ups,
    lastFollowUp:
      row.last_follow_up_at === null
        ? null
        : { at: row.last_follow_up_at, by: row.last_follow_up_by ?? '', text: row.last_follow_up ?? '' },
    nextAt: row.next_at,
    snoozedUntil: row.snoozed_until,
    snoozeReason: row.snooze_reason,
    pushedAt: row.pushed_at,
    pushes: row.pushes,
    pushWaived: row.push_waived,
    feedbackAt: row.feedback_at,
    feedback: row.feedback,
    selfClearedAt: row.self_cleared_at,
    closedAt: row.closed_at,
    closedBy: row.closed_by,
    result: row.result,
  };
}

/** The columns of a state, without the row's own id. */
export function rowOf(state: ExceptionState): Omit<ExceptionRow, 'id'> {
  const { assessment } = state;
  return {
    uid: state.uid,
    mail_no: state.mailNo,
    cycle: state.cycle,
    status: state.status,
    raised_at: state.raisedAt,
    day: assessment.day,
    region: assessment.region,
    client_code: assessment.clientCode,
    main_rule: assessment.mainRule,
    suggested_type: assessment.type,
    suggested_stage: assessment.stage,
    suggested_org: assessment.organisation,
    priority: assessment.priority,
    type: state.type,
    stage: state.stage,
    organisation: state.organisation,
    owner: state.owner,
    first_asker: state.firstAsker,
    claimed_at: state.claimedAt,
    intervention_due: assessment.interventionDue,
    intervention_at: state.interventionAt,
    follow_ups: state.followUps,
    last_follow_up_at: state.lastFollowUp?.at ?? null,
    last_follow_up_by: state.lastFollowUp?.by ?? null,
    last_follow_up: state.lastFollowUp?.text ?? null,
    next_at: state.nextAt,
    snoozed_until: state.snoozedUntil,
    snooze_reason: state.snoozeReason,
    pushed_at: state.pushedAt,
    pushes: state.pushes,
    push_waived: state.pushWaived,
    feedback_at: state.feedbackAt,
    feedback: state.feedback,
    self_cleared_at: state.selfClearedAt,
    closed_at: state.closedAt,
    closed_by: state.closedBy,
    result: state.result,
  };
}

type SavedRow = Omit<ExceptionRow, 'id'> & QueueOrder;
const rulesKey = Symbol('rules');
const changedKey = Symbol('changed exceptions');

/** Writes a folded state down, and only what differs; findings that have gone are removed. */
export function saveException(tx: WriteTx, state: ExceptionState, before: ExceptionState | undefined): void {
  const rules = tx.scratch<CompiledRules>(rulesKey, () => rulesAt(tx, tx.environment.clock.now()));
  const next = savedRow(state, rules);
  const columns = Object.keys(next) as (keyof SavedRow)[];
  const last = before && savedRow(before, rules);
  if (last === undefined) insert(tx, next, columns);
  else
    update(
      tx,
      next,
      columns.filter((name) => next[name] !== last[name]),
    );
  if (before === undefined || before.findings !== state.findings) saveFindings(tx, state, before);
  noteChange(tx, state.uid);
}

function savedRow(state: ExceptionState, rules: CompiledRules): SavedRow {
  return { ...rowOf(state), ...orderOf(state, rules) };
}

function insert(tx: WriteTx, row: SavedRow, columns: readonly (keyof SavedRow)[]): void {
  tx.run(`INSERT INTO exception (${columns.join(', ')}) VALUES (${columns.map((name) => `@${name}`).join(', ')})`, row);
}

/** Only what changed: every further column would rewrite its index. */
function update(tx: WriteTx, row: SavedRow, columns: readonly (keyof SavedRow)[]): void {
  if (columns.length === 0) return;
  const values: Record<string, SqlValue> = { uid: row.uid };
  for (const name of columns) values[name] = row[name];
  tx.run(`UPDATE exception SET ${columns.map((name) => `${name} = @${name}`).join(', ')} WHERE uid = @uid`, values);
}

function saveFindings(tx: WriteTx, state: ExceptionState, before: ExceptionState | undefined): void {
  const kept = new Set(state.findings.map(({ rule }) => rule));
  for (const { rule } of before?.findings ?? []) {
    if (!kept.has(rule)) tx.run('DELETE FROM finding WHERE exception_uid = ? AND rule = ?', [state.uid, rule]);
  }
  for (const finding of state.findings) {
    if (before?.findings.includes(finding)) continue;
    tx.run(
      `INSERT INTO finding (exception_uid, rule, since, evidence) VALUES (?, ?, ?, ?)
       ON CONFLICT (exception_uid, rule) DO UPDATE SET since = excluded.since, evidence = excluded.evidence`,
      [state.uid, finding.rule, finding.since, canonicalJson(finding.evidence)],
    );
  }
}

/** Takes an exception out of what is shown here; its ops stay where they are. */
export function removeException(tx: WriteTx, { uid }: ExceptionState): void {
  noteChange(tx, uid);
  tx.run('DELETE FROM finding WHERE exception_uid = ?', [uid]);
  tx.run('DELETE FROM exception WHERE uid = ?', [uid]);
}

/** One topic for all that a transaction changed. */
function noteChange(tx: WriteTx, uid: string): void {
  const id = tx.pluck<number>('SELECT id FROM exception WHERE uid = ?', [uid]);
  assert(id !== undefined, 'a saved exception has a row');
  const changed = tx.scratch(changedKey, () => {
    const payload: { ids: number[] } = { ids: [] };
    tx.emit('queue.changed', payload);
    return payload;
  });
  if (changed.ids.at(-1) !== id) changed.ids.push(id);
}
