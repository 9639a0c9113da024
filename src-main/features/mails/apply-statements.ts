import type { Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { mailFieldsText } from '#shared/domain/mail/mail-field-order.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { markFacts } from '../../sync/facts.ts';
import { eventKeyOf, sameWording } from './event-rows.ts';
import type { EventRow } from './event-rows.ts';

export type FileContext = {
  fileId: number;
  asOf: number;
  /** From the server: what it says is not told to the server again. */
  arrived?: boolean;
};
export type RowCounts = { new: number; updated: number; repeated: number };
type Outcome = keyof RowCounts;
type StatementRow = { n: number; source: string; as_of: number; fields: string };

/** A mail met in this batch: what is known of it and what must be written at its end. */
type Met = {
  id: number;
  traceAsOf: number | null;
  /** The row says already that facts changed. */
  isMarked: boolean;
  touched: boolean;
  /** Something was stated that was not known like this. */
  changed: boolean;
  statements: StatementRow[] | null;
};

/**
 * Merges statements into the ledger: idempotent, and the same ledger whatever the order of
 * files and rows. Evaluates nothing; touched mails are marked and folded later.
 */
export function applyStatements(tx: WriteTx, statements: readonly Statement[], file: FileContext): RowCounts {
  return new Batch(tx, file).apply(statements);
}

class Batch {
  readonly #file: FileContext;
  readonly #met = new Map<string, Met>();
  readonly #sql;
  readonly #tx: WriteTx;

  constructor(tx: WriteTx, file: FileContext) {
    this.#tx = tx;
    this.#file = file;
    this.#sql = prepare(tx);
  }

  apply(statements: readonly Statement[]): RowCounts {
    const counts: RowCounts = { new: 0, updated: 0, repeated: 0 };
    for (const statement of statements) counts[this.#applyOne(statement)] += 1;
    for (const [mailNo, met] of this.#met) {
      if (met.touched) this.#sql.touchMail.run(met.traceAsOf, met.id);
      if (met.changed && this.#file.arrived !== true) markFacts(this.#tx, mailNo);
    }
    return counts;
  }

  #applyOne(statement: Statement): Outcome {
    const isTrace = statement.event !== undefined || statement.noData === true;
    const met = this.#meet(statement.mailNo, isTrace ? this.#file.asOf : null);
    let outcome: Outcome = 'repeated';
    if (statement.mail) outcome = better(outcome, this.#applyMail(met, statement, mailFieldsText(statement.mail)));
    if (statement.event) outcome = better(outcome, this.#applyEvent(met, statement.event));
    if (statement.noData) outcome = better(outcome, this.#applyNoData(met, statement));
    if (isTrace) this.#seeTrace(met);
    return outcome;
  }

  /** A new mail is written changed and with its first as-of, so that nothing more is owed to it. */
  #meet(mailNo: string, asOf: number | null): Met {
    const known = this.#met.get(mailNo);
    if (known) return known;
    const row = this.#sql.findMail.get(mailNo);
    const met: Met = row
      ? { id: row.id, traceAsOf: row.trace_as_of, isMarked: row.dirty === 1, touched: false, changed: false, statements: null }
      : {
          id: Number(this.#sql.addMail.run(mailNo, asOf).lastInsertRowid),
          traceAsOf: asOf,
          isMarked: true,
          touched: false,
          changed: true,
          statements: [],
        };
    this.#met.set(mailNo, met);
    return met;
  }

  #applyMail(met: Met, statement: Statement, fields: string): Outcome {
    met.statements ??= this.#sql.listStatements.all(met.id);
    const { asOf, fileId } = this.#file;
    const same = met.statements.find((row) => row.source === statement.source && row.fields === fields);
    if (same) {
      if (asOf > same.as_of) {
        same.as_of = asOf;
        this.#sql.restate.run(asOf, met.id, same.n);
        met.changed = true;
        if (met.statements.length > 1) this.#touch(met);
      }
      return 'repeated';
    }
    const n = met.statements.length;
    this.#sql.addStatement.run(met.id, n, statement.source, asOf, fields, fileId, statement.row);
    met.statements.push({ n, source: statement.source, as_of: asOf, fields });
    this.#touch(met);
    return n === 0 ? 'new' : 'updated';
  }

  #applyEvent(met: Met, event: TraceEvent): Outcome {
    const key = eventKeyOf(event);
    const added = this.#sql.addEvent.run(
      met.id,
      event.at,
      event.code,
      key,
      event.system,
      event.name,
      event.text,
      event.orgName,
      event.province,
      event.city,
      event.summary ? 1 : 0,
      event.source,
      this.#file.fileId,
      event.orgCode === '' ? 0 : 1,
    );
    if (added.changes === 1) {
      this.#touch(met);
      return 'new';
    }
    return this.#addCopy(met, event, key);
  }

  /** A scan that is known already: other words are kept beside the first ones. */
  #addCopy(met: Met, event: TraceEvent, key: string): Outcome {
    const row = this.#sql.getEvent.get(met.id, event.at, event.code, key, event.system);
    if (!row) throw new Error('invariant broken: a conflicting event has gone');
    const likeness = sameWording(row, event);
    if (likeness === 'equal') return 'repeated';
    const copies = row.copies === null ? [] : (JSON.parse(row.copies) as unknown[]);
    const { name, text, orgName, province, city, summary, source } = event;
    copies.push([name, text, orgName, province, city, summary ? 1 : 0, source]);
    this.#sql.setCopies.run(JSON.stringify(copies), met.id, event.at, event.code, key, event.system);
    this.#touch(met);
    return likeness === 'words' ? 'updated' : 'repeated';
  }

  #applyNoData(met: Met, statement: Statement): Outcome {
    const { asOf, fileId } = this.#file;
    if (this.#sql.addNoData.run(met.id, asOf, statement.source, fileId).changes === 0) return 'repeated';
    this.#touch(met);
    return 'new';
  }

  #seeTrace(met: Met): void {
    if (met.traceAsOf !== null && met.traceAsOf >= this.#file.asOf) return;
    met.traceAsOf = this.#file.asOf;
    met.touched = true;
    met.changed = true;
  }

  #touch(met: Met): void {
    met.changed = true;
    if (!met.isMarked) met.touched = true;
  }
}

function better(a: Outcome, b: Outcome): Outcome {
  if (a === 'new' || b === 'new') return 'new';
  return a === 'updated' || b === 'updated' ? 'updated' : 'repeated';
}

function prepare(tx: WriteTx) {
  return {
    findMail: tx.prepare<{ id: number; trace_as_of: number | null; dirty: number }>(
      'SELECT id, trace_as_of, dirty FROM mail WHERE mail_no = ?',
    ),
    addMail: tx.prepare('INSERT INTO mail (mail_no, trace_as_of) VALUES (?, ?)'),
    touchMail: tx.prepare('UPDATE mail SET dirty = 1, trace_as_of = ? WHERE id = ?'),
    listStatements: tx.prepare<StatementRow>('SELECT n, source, as_of, fields FROM mail_statement WHERE mail_id = ?'),
    addStatement: tx.prepare('INSERT INTO mail_statement (mail_id, n, source, as_of, fields, file_id, row) VALUES (?, ?, ?, ?, ?, ?, ?)'),
    restate: tx.prepare('UPDATE mail_statement SET as_of = ? WHERE mail_id = ? AND n = ?'),
    addEvent: tx.prepare(
      `INSERT INTO event (mail_id, at, code, org_key, system, name, text, org_name, province, city, summary, source, file_id, has_org_code)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    ),
    getEvent: tx.prepare<EventRow>('SELECT * FROM event WHERE mail_id = ? AND at = ? AND code = ? AND org_key = ? AND system = ?'),
    setCopies: tx.prepare('UPDATE event SET copies = ? WHERE mail_id = ? AND at = ? AND code = ? AND org_key = ? AND system = ?'),
    addNoData: tx.prepare('INSERT INTO no_data (mail_id, as_of, source, file_id) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING'),
  };
}
