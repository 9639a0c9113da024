import type { ExceptionState } from '#shared/domain/exceptions/exception.ts';
import { foldException } from '#shared/domain/exceptions/fold.ts';
import { isExceptionOpKind } from '#shared/domain/exceptions/ops.ts';
import type { FoldedOp } from '#shared/domain/exceptions/ops.ts';
import { foldLog } from '#shared/domain/exceptions/undo.ts';
import { CLIENT_SAVE, clientAfter } from '#shared/domain/clients/client.ts';
import type { Client, ClientSaveArgs } from '#shared/domain/clients/client.ts';
import { MAIL_RECORD } from '#shared/domain/mail/record-op.ts';
import type { MailRecordArgs } from '#shared/domain/mail/record-op.ts';
import { draftHash, draftOf } from '#shared/domain/rules/draft.ts';
import { foldRuleOp } from '#shared/domain/rules/versions.ts';
import type { RuleVersion } from '#shared/domain/rules/versions.ts';
import type { EntityOp, ReadTx } from '../../ledger/index.ts';
import { iterateEntityLogs } from '../../ledger/index.ts';
import { listClients } from '../clients/index.ts';
import { iterateActs, listFindings, logOf, orderOf, stateOf } from '../exceptions/index.ts';
import type { ExceptionRow, QueueOrder } from '../exceptions/index.ts';
import { foldAllPeople, listPeople } from '../people/index.ts';
import { recordLines } from '../mails/index.ts';
import { listSavedVersions, rulesAt } from '../rules/index.ts';
import { foldAllViews, listAllViews } from '../views/index.ts';
import type { Report } from './report.ts';
import { rebuildActs } from './verify-acts.ts';

/** Rebuilds every folded table from the logs of its entities and compares it with what is stored. */
export function verifyFolds(tx: ReadTx, report: Report): void {
  const folds = new Folds(tx);
  report.opsChecked = tx.pluck<number>('SELECT count(*) FROM op') ?? 0;
  for (const op of iterateEntityLogs(tx)) folds.take(op);
  folds.endUndone();
  compareExceptions(tx, folds.exceptions, report);
  report.compareMaps('view', foldAllViews(tx), new Map(listAllViews(tx).map((view) => [view.id, view])));
  report.compareMaps('act', rebuildActs(tx), new Map([...iterateActs(tx)].map((act) => [act.id, act])));
  compareRules(tx, folds.versions, report);
  const storedClients = listClients(tx)
    .filter((client) => !client.seenOnly)
    .map(({ seenOnly: _, ...client }) => client);
  report.compareMaps('client', folds.clients, new Map(storedClients.map((client) => [client.code, client])));
  report.compareMaps('person', foldAllPeople(tx), new Map(listPeople(tx).map((person) => [person.id, person])));
  compareRecords(tx, folds.records, report);
}

/** Every entity's state as its log makes it. */
class Folds {
  readonly exceptions = new Map<string, ExceptionState>();
  readonly clients = new Map<string, Client>();
  readonly versions = new Map<number, RuleVersion>();
  /** What people recorded of each mail, line by line. */
  readonly records = new Map<string, unknown[]>();
  readonly #tx: ReadTx;
  readonly #undone: ReadonlySet<string>;

  constructor(tx: ReadTx) {
    this.#tx = tx;
    this.#undone = new Set(tx.pluckAll<string>(UNDONE));
  }

  take({ kind, entityId, args, actor, occurredAt }: EntityOp): void {
    if (args === undefined) return;
    if (isExceptionOpKind(kind)) this.#takeException({ kind, entityId, args, actor, occurredAt } as FoldedOp);
    else if (kind === MAIL_RECORD) {
      const lines = recordLines({ args: args as MailRecordArgs, actor, now: occurredAt });
      this.records.set(entityId, [...(this.records.get(entityId) ?? []), ...lines]);
    } else if (kind === CLIENT_SAVE) this.clients.set(entityId, clientAfter(this.clients.get(entityId), args as ClientSaveArgs));
    else foldRuleOp(this.versions, { kind, entityId, args, actor, occurredAt });
  }

  /** An undo speaks of ops before it: such a log is folded as a whole. */
  #takeException(op: FoldedOp): void {
    if (this.#undone.has(op.entityId)) return;
    const before = this.exceptions.get(op.entityId);
    // What was done here on an exception that is not visible any more has nothing to stand on.
    if (before || op.kind === 'exception.raise') this.exceptions.set(op.entityId, foldException(before, op));
  }

  endUndone(): void {
    for (const uid of this.#undone) {
      const { state } = foldLog(logOf(this.#tx, uid) ?? []);
      if (state) this.exceptions.set(uid, state);
    }
  }
}

const UNDONE = `SELECT entity_id FROM op INDEXED BY op_undo WHERE kind = 'exception.undo'
  UNION SELECT entity_id FROM decided_op INDEXED BY decided_undo WHERE kind = 'exception.undo'`;

function compareRecords(tx: ReadTx, rebuilt: ReadonlyMap<string, unknown[]>, report: Report): void {
  const stored = new Map<string, unknown[]>();
  for (const row of tx.all<{ mail_no: string } & Record<string, unknown>>('SELECT * FROM mail_record ORDER BY id')) {
    const line = [row['kind'], row['at'], row['value'], row['reason'], row['actor']];
    stored.set(row.mail_no, [...(stored.get(row.mail_no) ?? []), line]);
  }
  report.compareMaps('mail_record', rebuilt, stored);
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
