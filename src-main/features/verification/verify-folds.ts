import type { Act } from '#shared/domain/exceptions/acts.ts';
import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import { foldException } from '#shared/domain/exceptions/fold.ts';
import { isExceptionOpKind } from '#shared/domain/exceptions/ops.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { foldViewOp } from '#shared/domain/exceptions/saved-view.ts';
import type { SavedView } from '#shared/domain/exceptions/saved-view.ts';
import { foldLog } from '#shared/domain/exceptions/undo.ts';
import { CLIENT_SAVE } from '#shared/domain/clients/client.ts';
import type { Client } from '#shared/domain/clients/client.ts';
import { MAIL_RECORD } from '#shared/domain/mail/record-op.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import { foldRuleOp } from '#shared/domain/rules/versions.ts';
import type { RuleVersion } from '#shared/domain/rules/versions.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { listClients } from '../clients/index.ts';
import { iterateActs, listFindings, logOf, orderOf, stateOf } from '../exceptions/index.ts';
import type { ExceptionRow, QueueOrder } from '../exceptions/index.ts';
import { foldPersonOp, listPeople } from '../people/index.ts';
import type { Person } from '../people/index.ts';
import { listSavedVersions, rulesAt } from '../rules/index.ts';
import { listAllViews, VIEW } from '../views/index.ts';
import type { Report } from './report.ts';
import { foldActs } from './verify-acts.ts';

type OpRow = {
  seq: number;
  id: string;
  entity: string;
  kind: string;
  entity_id: string;
  args_json: string | null;
  actor: string;
  occurred_at: number;
};
type RecordLine = [mailNo: string, kind: string, at: number, value: string, reason: string, actor: string];

/** Rebuilds every folded table from the ops in their order and compares it with what is stored. */
export function verifyFolds(tx: ReadTx, report: Report): void {
  const exceptions = new Map<string, ExceptionState>();
  const clients = new Map<string, Client>();
  const people = new Map<string, Person>();
  const versions = new Map<number, RuleVersion>();
  const records: RecordLine[] = [];
  const acts = new Map<string, Act>();
  const views = new Map<string, SavedView>();
  const undone = new Set(tx.pluckAll<string>("SELECT DISTINCT entity_id FROM op INDEXED BY op_undo WHERE kind = 'exception.undo'"));
  for (const row of tx.iterate<OpRow>('SELECT seq, id, kind, entity, entity_id, args_json, actor, occurred_at FROM op ORDER BY seq')) {
    report.opsChecked += 1;
    if (row.args_json === null) continue;
    const args = JSON.parse(row.args_json) as unknown;
    if (isExceptionOpKind(row.kind)) {
      foldActs(acts, row, args);
      // An undo speaks of ops before it: such a log is folded as a whole.
      if (undone.has(row.entity_id)) continue;
      const op = { kind: row.kind, entityId: row.entity_id, args, actor: row.actor, occurredAt: row.occurred_at } as FoldedOp;
      exceptions.set(row.entity_id, foldException(exceptions.get(row.entity_id), op));
    } else if (row.kind === MAIL_RECORD) records.push(...recordLines(row, args as MailRecordArgs));
    else if (row.kind === CLIENT_SAVE) clients.set(row.entity_id, args as Client);
    else if (row.entity === VIEW) foldViewOp(views, { kind: row.kind, viewId: row.entity_id, args, actor: row.actor });
    else if (!foldRuleOp(versions, { kind: row.kind, entityId: row.entity_id, args, actor: row.actor, occurredAt: row.occurred_at })) {
      foldPersonOp(people, { kind: row.kind, personId: row.entity_id, args });
    }
  }
  for (const uid of undone) {
    const { state } = foldLog(logOf(tx, uid) ?? []);
    if (state) exceptions.set(uid, state);
  }
  compareExceptions(tx, exceptions, report);
  report.compareMaps('view', views, new Map(listAllViews(tx).map((view) => [view.id, view])));
  report.compareMaps('act', acts, new Map([...iterateActs(tx)].map((act) => [act.id, act])));
  compareRules(tx, versions, report);
  const storedClients = listClients(tx)
    .filter((client) => !client.seenOnly)
    .map(({ seenOnly: _, ...client }) => client);
  report.compareMaps('client', clients, new Map(storedClients.map((client) => [client.code, client])));
  report.compareMaps('person', people, new Map(listPeople(tx).map((person) => [person.id, person])));
  const stored = tx
    .all<{ mail_no: string; kind: string; at: number; value: string; reason: string; actor: string }>(
      'SELECT mail_no, kind, at, value, reason, actor FROM mail_record ORDER BY id',
    )
    .map((row): RecordLine => [row.mail_no, row.kind, row.at, row.value, row.reason, row.actor]);
  report.compare({ what: 'mail_record', id: 'all' }, records, stored);
}

function compareRules(tx: ReadTx, versions: ReadonlyMap<number, RuleVersion>, report: Report): void {
  const stored = new Map(listSavedVersions(tx).map((version) => [String(version.version), version]));
  report.compareMaps('rule_version', new Map([...versions].map(([number, version]) => [String(number), version])), stored);
  // What is kept under the hash is what the hash was taken of.
  for (const { version, hash, set } of stored.values()) {
    report.compare({ what: 'rule_version-hash', id: String(version) }, draftHash(draftOf(set)), hash);
  }
}

function compareExceptions(tx: ReadTx, rebuilt: ReadonlyMap<string, ExceptionState>, report: Report): void {
  const rules = rulesAt(tx, tx.environment.clock.now());
  let stored = 0;
  for (const row of tx.all<ExceptionRow & QueueOrder>('SELECT * FROM exception')) {
    stored += 1;
    const state = rebuilt.get(row.uid);
    report.compare({ what: 'exception', id: row.mail_no }, state ?? null, stateOf(row, listFindings(tx, row.uid)));
    // When a clock turns yellow is left out: it was reckoned by the rules of its time.
    const order = state && orderOf(state, rules);
    report.compare(
      { what: 'exception-order', id: row.mail_no },
      order ? [order.due_at, order.held_type, order.held_stage, order.held_org] : null,
      [row.due_at, row.held_type, row.held_stage, row.held_org],
    );
  }
  report.compare({ what: 'exception', id: 'count' }, rebuilt.size, stored);
}

function recordLines(row: OpRow, args: MailRecordArgs): RecordLine[] {
  const line = (kind: string, at: number, value: string): RecordLine => [row.entity_id, kind, at, value, args.reason, row.actor];
  const lines: RecordLine[] = [];
  if (args.region !== undefined) lines.push(line('region', row.occurred_at, args.region));
  if (args.recallAt !== undefined) lines.push(line('recall', args.recallAt, ''));
  if (args.redirect !== undefined) lines.push(line('redirect', args.redirect.at, args.redirect.cityKey));
  if (args.remark !== undefined) lines.push(line('remark', row.occurred_at, args.remark));
  return lines;
}
