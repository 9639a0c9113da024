import { deriveState } from '#shared/domain/mail/derive-state.ts';
import { resolveFields } from '#shared/domain/mail/resolve-fields.ts';
import type { MailFields, SourceSystem } from '#shared/domain/mail/statement.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { MailRecords, MailState } from '#shared/domain/screening/evaluation.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { eventsOfRows } from './event-rows.ts';
import type { EventRow } from './event-rows.ts';

type StatementRow = { mail_id: number; source: SourceSystem; as_of: number; fields: string };
type NoDataRow = { mail_id: number; as_of: number };
export type MailRecordRow = { kind: MailRecordKind; at: number; value: string };
export const MAIL_RECORD_KINDS = ['region', 'recall', 'redirect', 'remark'] as const;
export type MailRecordKind = (typeof MAIL_RECORD_KINDS)[number];

const NO_RECORDS: MailRecords = { regionOverride: null, recalls: [], redirects: [], remarks: [] };

/** A mail to be loaded: the columns of its row that the fold needs. */
export type LoadableMail = { id: number; mail_no: string; trace_as_of: number | null };

/**
 * Reads what mails' states are made of. A batch is read by one query a table: the cost of a mail
 * is then that of its rows, not of the queries.
 */
export class MailLoader {
  readonly #tx: ReadTx;
  readonly #rules: CompiledRules;
  readonly #hasRecords: boolean;
  readonly #hasNoData: boolean;

  constructor(tx: ReadTx, rules: CompiledRules) {
    this.#tx = tx;
    this.#rules = rules;
    this.#hasRecords = tx.pluck('SELECT 1 FROM mail_record LIMIT 1') !== undefined;
    this.#hasNoData = tx.pluck('SELECT 1 FROM no_data LIMIT 1') !== undefined;
  }

  /** The present fold of a mail; nothing is written. */
  load(mail: LoadableMail): MailState {
    const state = this.loadBatch([mail])[0];
    assert(state, 'a batch answers for each of its mails');
    return state;
  }

  /** The folds of mails, in their order. */
  loadBatch(mails: readonly LoadableMail[]): MailState[] {
    const ids = JSON.stringify(mails.map(({ id }) => id));
    const statements = this.#group<StatementRow>(STATEMENTS, ids);
    const events = this.#group<EventRow>(EVENTS, ids);
    const noData = this.#hasNoData ? this.#group<NoDataRow>(NO_DATA, ids) : NONE;
    return mails.map((mail) =>
      deriveState(
        {
          mailNo: mail.mail_no,
          fields: fieldsOf(statements.get(mail.id) ?? []),
          events: eventsOfRows(events.get(mail.id) ?? []),
          traceAsOf: mail.trace_as_of,
          noDataAt: (noData.get(mail.id) ?? []).map((row) => row.as_of),
          records: this.records(mail.mail_no),
        },
        this.#rules,
      ),
    );
  }

  /** The resolved record of one mail. */
  fields(mailId: number): MailFields {
    return fieldsOf(this.#tx.all<StatementRow>(STATEMENTS, [JSON.stringify([mailId])]));
  }

  records(mailNo: string): MailRecords {
    if (!this.#hasRecords) return NO_RECORDS;
    return recordsOf(this.#tx.all<MailRecordRow>('SELECT kind, at, value FROM mail_record WHERE mail_no = ? ORDER BY id', [mailNo]));
  }

  #group<Row extends { mail_id: number }>(sql: string, ids: string): Map<number, Row[]> {
    const groups = new Map<number, Row[]>();
    let current: Row[] = [];
    let currentId = Number.NaN;
    for (const row of this.#tx.all<Row>(sql, [ids])) {
      if (row.mail_id !== currentId) {
        current = [];
        currentId = row.mail_id;
        groups.set(currentId, current);
      }
      current.push(row);
    }
    return groups;
  }
}

// CROSS JOIN keeps the ids outside, so that each mail's rows come together.
const STATEMENTS = `SELECT mail_id, source, as_of, fields FROM json_each(?) AS wanted
  CROSS JOIN mail_statement ON mail_id = wanted.value`;
const EVENTS = 'SELECT event.* FROM json_each(?) AS wanted CROSS JOIN event ON mail_id = wanted.value';
const NO_DATA = `SELECT mail_id, as_of FROM json_each(?) AS wanted
  CROSS JOIN no_data ON mail_id = wanted.value ORDER BY mail_id, as_of`;
const NONE: ReadonlyMap<number, NoDataRow[]> = new Map();

function fieldsOf(rows: readonly StatementRow[]): MailFields {
  const only = rows.length === 1 ? rows[0] : undefined;
  if (only) return JSON.parse(only.fields) as MailFields;
  return resolveFields(rows.map((row) => ({ source: row.source, asOf: row.as_of, fields: JSON.parse(row.fields) as MailFields })));
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
