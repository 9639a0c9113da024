import { normalBundle, saysMore } from '#shared/domain/sync/mail-bundle.ts';
import type { BundleVerdict, MailBundle } from '#shared/domain/sync/mail-bundle.ts';
import type { MailFields, Statement } from '#shared/domain/mail/statement.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { markFacts } from '../../sync/facts.ts';
import { seeClient } from '../clients/index.ts';
import { syncFile } from '../imports/index.ts';
import { applyStatements } from '../mails/index.ts';
import type { EventRow } from '../mails/index.ts';
import { mergeArrivedVerdicts, splitList, withdrawMails } from '../screening/index.ts';
import type { VerdictRow } from '../screening/index.ts';
import { forgetMails } from '../search/index.ts';

type Wording = MailBundle['events'][number]['wordings'][number];
type StatementRow = { source: MailBundle['statements'][number]['source']; as_of: number; fields: string };
type MailKey = { id: number; trace_as_of: number | null };

/** All facts of one mail as they are sent; undefined for a mail that the ledger does not hold. */
export function bundleOf(tx: ReadTx, mailNo: string): MailBundle | undefined {
  const mail = tx.get<MailKey>('SELECT id, trace_as_of FROM mail WHERE mail_no = ?', [mailNo]);
  if (!mail) return undefined;
  const statements = tx
    .all<StatementRow>('SELECT source, as_of, fields FROM mail_statement WHERE mail_id = ?', [mail.id])
    .map(({ source, as_of, fields }) => ({ source, asOf: as_of, fields: JSON.parse(fields) as Record<string, string> }));
  const noData = tx.all<MailBundle['noData'][number]>('SELECT as_of AS asOf, source FROM no_data WHERE mail_id = ?', [mail.id]);
  const events = tx.all<EventRow>('SELECT * FROM event WHERE mail_id = ?', [mail.id]).map(eventOf);
  const verdicts = tx
    .all<VerdictRow & Pick<BundleVerdict, 'day' | 'region'>>('SELECT * FROM verdict WHERE mail_id = ?', [mail.id])
    .map(verdictOf);
  return normalBundle({ mailNo, client: null, traceAsOf: mail.trace_as_of, statements, events, noData, verdicts });
}

function eventOf(row: EventRow): MailBundle['events'][number] {
  const first: Wording = [row.name, row.text, row.org_name, row.province, row.city, row.summary === 1 ? 1 : 0, row.source];
  const copies = row.copies === null ? [] : (JSON.parse(row.copies) as Wording[]);
  const hasOrgCode = row.has_org_code === 1 ? 1 : 0;
  return { at: row.at, code: row.code, orgKey: row.org_key, hasOrgCode, system: row.system, wordings: [first, ...copies] };
}

function verdictOf(row: VerdictRow & Pick<BundleVerdict, 'day' | 'region'>): BundleVerdict {
  return {
    day: row.day,
    region: row.region,
    verdict: row.verdict,
    missing: splitList(row.missing),
    rules: splitList(row.rules),
    evaluatedAt: row.evaluated_at,
    traceAsOf: row.trace_as_of,
    ruleVersion: row.rule_version,
    device: row.device,
  };
}

/** Merges facts that arrived, and marks the mails of which this ledger knows more than it was told. */
export function applyBundles(tx: WriteTx, bundles: readonly MailBundle[]): void {
  const held = new Map(bundles.map(({ mailNo }) => [mailNo, bundleOf(tx, mailNo)]));
  const fileId = syncFile(tx);
  for (const [asOf, statements] of statementsByTime(bundles)) applyStatements(tx, statements, { fileId, asOf, arrived: true });
  mergeArrivedVerdicts(tx, bundles);
  for (const { statements } of bundles) {
    for (const { fields } of statements as { fields: MailFields }[]) {
      if (fields.clientCode !== undefined && fields.clientCode !== '') seeClient(tx, fields.clientCode, fields.clientName ?? '');
    }
  }
  for (const bundle of bundles) {
    const before = held.get(bundle.mailNo);
    if (before && saysMore(before, bundle)) markFacts(tx, bundle.mailNo);
  }
  tx.emit('mails.changed', { mailNos: bundles.map(({ mailNo }) => mailNo) });
}

/** Facts are applied by the time at which their sources said so. */
function statementsByTime(bundles: readonly MailBundle[]): Map<number, Statement[]> {
  const byTime = new Map<number, Statement[]>();
  const add = (asOf: number, statement: Statement): void => {
    const known = byTime.get(asOf);
    if (known) known.push(statement);
    else byTime.set(asOf, [statement]);
  };
  for (const { mailNo, statements, events, noData, traceAsOf } of bundles) {
    for (const { source, asOf, fields } of statements) add(asOf, { row: 0, mailNo, source, mail: fields as MailFields });
    for (const { asOf, source } of noData) add(asOf, { row: 0, mailNo, source, noData: true });
    for (const event of events) for (const words of event.wordings) add(traceAsOf ?? event.at, statementOf(mailNo, event, words));
  }
  return byTime;
}

function statementOf(mailNo: string, event: MailBundle['events'][number], words: Wording): Statement {
  const [name, text, orgName, province, city, summary, source] = words;
  const { at, code, system, orgKey, hasOrgCode } = event;
  // The key of a scan without a code is the name of its organisation.
  const orgCode = hasOrgCode === 1 || orgName !== orgKey ? orgKey : '';
  const scan = { at, system, code, name, text, orgCode, orgName, province, city, summary: summary === 1, source };
  return { row: 0, mailNo, source, event: scan };
}

/** A mail that nobody here may see any more leaves, with what was counted of it. */
export function removeMail(tx: WriteTx, mailNo: string): void {
  const id = tx.pluck<number>('SELECT id FROM mail WHERE mail_no = ?', [mailNo]);
  if (id === undefined) return;
  withdrawMails(tx, [id]);
  forgetMails(tx, [id]);
  tx.emit('mails.changed', { mailNos: [mailNo] });
}
