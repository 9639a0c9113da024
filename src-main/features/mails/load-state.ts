import { deriveState } from '#shared/domain/mail/derive-state.ts';
import { resolveFields } from '#shared/domain/mail/resolve-fields.ts';
import type { MailFields, SourceSystem, TraceEvent } from '#shared/domain/mail/statement.ts';
import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import type { MailRecords, MailState } from '#shared/domain/screening/evaluation.ts';
import type { Region } from '#shared/domain/screening/vocabulary.ts';
import { assert } from '#shared/kernel/assert.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { addEvents, EVENT_COLUMNS } from './event-rows.ts';
import type { EventTuple } from './event-rows.ts';

type StatementTuple = [mailId: number, source: SourceSystem, asOf: number, fields: string];
type NoDataTuple = [mailId: number, asOf: number];
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
    const statements = byMail(this.#tx.tuples<StatementTuple>(STATEMENTS, [ids]));
    const events = eventsByMail(this.#tx.tuples<EventTuple>(EVENTS, [ids]));
    const noData = this.#hasNoData ? byMail(this.#tx.tuples<NoDataTuple>(NO_DATA, [ids])) : NO_DATA_KNOWN;
    return mails.map((mail) =>
      deriveState(
        {
          mailNo: mail.mail_no,
          fields: fieldsOf(statements.get(mail.id) ?? []),
          events: events.get(mail.id) ?? [],
          traceAsOf: mail.trace_as_of,
          noDataAt: (noData.get(mail.id) ?? []).map(([, asOf]) => asOf),
          records: this.records(mail.mail_no),
        },
        this.#rules,
      ),
    );
  }

  /** The resolved record of one mail. */
  fields(mailId: number): MailFields {
    return fieldsOf(this.#tx.tuples<StatementTuple>(STATEMENTS, [JSON.stringify([mailId])]));
  }

  records(mailNo: string): MailRecords {
    if (!this.#hasRecords) return NO_RECORDS;
    return recordsOf(this.#tx.all<MailRecordRow>('SELECT kind, at, value FROM mail_record WHERE mail_no = ? ORDER BY id', [mailNo]));
  }
}

/** The rows of each mail; a mail's rows come together. */
function byMail<Tuple extends readonly [mailId: number, ...rest: unknown[]]>(tuples: readonly Tuple[]): ReadonlyMap<number, Tuple[]> {
  const groups = new Map<number, Tuple[]>();
  let current: Tuple[] = [];
  let currentId = Number.NaN;
  for (const tuple of tuples) {
    if (tuple[0] !== currentId) groups.set((currentId = tuple[0]), (current = []));
    current.push(tuple);
  }
  return groups;
}

function eventsByMail(tuples: readonly EventTuple[]): ReadonlyMap<number, TraceEvent[]> {
  const groups = new Map<number, TraceEvent[]>();
  let current: TraceEvent[] = [];
  let currentId = Number.NaN;
  for (const tuple of tuples) {
    if (tuple[0] !== currentId) groups.set((currentId = tuple[0]), (current = []));
    addEvents(current, tuple);
  }
  return groups;
}

// CROSS JOIN keeps the ids outside, so that each mail's rows come together.
const STATEMENTS = `SELECT mail_id, source, as_of, fields FROM json_each(?) AS wanted
  CROSS JOIN mail_statement ON mail_id = wanted.value`;
const EVENTS = `SELECT ${EVENT_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN event ON mail_id = wanted.value`;
const NO_DATA = `SELECT mail_id, as_of FROM json_each(?) AS wanted
  CROSS JOIN no_data ON mail_id = wanted.value ORDER BY mail_id, as_of`;
const NO_DATA_KNOWN: ReadonlyMap<number, NoDataTuple[]> = new Map();

function fieldsOf(tuples: readonly StatementTuple[]): MailFields {
  const only = tuples.length === 1 ? tuples[0] : undefined;
  if (only) return JSON.parse(only[3]) as MailFields;
  return resolveFields(tuples.map(([, source, asOf, fields]) => ({ source, asOf, fields: JSON.parse(fields) as MailFields })));
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
