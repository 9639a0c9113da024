import { deriveState } from '#shared/domain/mail/derive-state.ts';
import { resolveFields } from '#shared/domain/mail/resolve-fields.ts';
import type { MailFields, SourceSystem } from '#shared/domain/mail/statement.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { MailRecords, MailState } from '#shared/domain/screening/evaluation.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import type { Prepared, ReadTx } from '../../ledger/index.ts';
import { eventsOfRows } from './event-rows.ts';
import type { EventRow } from './event-rows.ts';

type StatementRow = { source: SourceSystem; as_of: number; fields: string };
type NoDataRow = { as_of: number };
export type MailRecordRow = { kind: MailRecordKind; at: number; value: string };
export const MAIL_RECORD_KINDS = ['region', 'recall', 'redirect', 'remark'] as const;
export type MailRecordKind = (typeof MAIL_RECORD_KINDS)[number];

const NO_RECORDS: MailRecords = { regionOverride: null, recalls: [], redirects: [], remarks: [] };

/** Reads what a mail's state is made of; one per transaction, its statements are prepared once. */
export class MailLoader {
  readonly #statements: Prepared<StatementRow>;
  readonly #events: Prepared<EventRow>;
  readonly #noData: Prepared<NoDataRow>;
  readonly #records: Prepared<MailRecordRow>;
  readonly #hasRecords: boolean;
  readonly #rules: CompiledRules;

  constructor(tx: ReadTx, rules: CompiledRules) {
    this.#rules = rules;
    this.#statements = tx.prepare('SELECT source, as_of, fields FROM mail_statement WHERE mail_id = ?');
    this.#events = tx.prepare('SELECT * FROM event WHERE mail_id = ?');
    this.#noData = tx.prepare('SELECT as_of FROM no_data WHERE mail_id = ? ORDER BY as_of');
    this.#records = tx.prepare('SELECT kind, at, value FROM mail_record WHERE mail_no = ? ORDER BY id');
    this.#hasRecords = tx.pluck('SELECT 1 FROM mail_record LIMIT 1') !== undefined;
  }

  /** The present fold of a mail; nothing is written. */
  load(mail: { id: number; mail_no: string; trace_as_of: number | null }): MailState {
    return deriveState(
      {
        mailNo: mail.mail_no,
        fields: this.fields(mail.id),
        events: eventsOfRows(this.#events.all(mail.id)),
        traceAsOf: mail.trace_as_of,
        noDataAt: this.#noData.all(mail.id).map((row) => row.as_of),
        records: this.records(mail.mail_no),
      },
      this.#rules,
    );
  }

  fields(mailId: number): MailFields {
    const rows = this.#statements.all(mailId);
    const only = rows.length === 1 ? rows[0] : undefined;
    if (only) return JSON.parse(only.fields) as MailFields;
    return resolveFields(
      rows.map((row) => ({ source: row.source, asOf: row.as_of, fields: JSON.parse(row.fields) as MailFields })),
    );
  }

  records(mailNo: string): MailRecords {
    return this.#hasRecords ? recordsOf(this.#records.all(mailNo)) : NO_RECORDS;
  }
}

/** What people recorded of a mail, from rows in the order of recording: the last region holds. */
export function recordsOf(rows: readonly MailRecordRow[]): MailRecords {
  if (rows.length === 0) return NO_RECORDS;
  const of = (kind: MailRecordKind): MailRecordRow[] => rows.filter((row) => row.kind === kind);
  const region = of('region').at(-1);
  return {
    regionOverride: region ? (region.value as Region) : null,
    recalls: of('recall').map((row) => row.at),
    redirects: of('redirect').map((row) => ({ at: row.at, cityKey: row.value })),
    remarks: of('remark').map((row) => ({ at: row.at, text: row.value })),
  };
}
