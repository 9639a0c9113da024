import type { ClientRow } from '#shared/domain/clients/client-row.ts';
import { mailFieldsText } from '#shared/domain/mail/mail-field-order.ts';
import type { Statement, TraceEvent } from '#shared/domain/mail/statement.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx } from '../../ledger/index.ts';
import { findClient } from '../clients/index.ts';
import type { StoredClient } from '../clients/index.ts';
import { eventKeyOf, sameWording } from '../mails/index.ts';
import type { EventRow, RowCounts } from '../mails/index.ts';

/**
 * Says what an import would do with each row, writing nothing: the same answers as
 * `applyStatements`, from the ledger and from what this file has said before.
 */
export class Classifier {
  readonly #asOf: number;
  readonly #recorded = new Set<string>();
  readonly #wordings = new Set<string>();
  readonly #scans = new Set<string>();

  constructor(asOf: number) {
    this.#asOf = asOf;
  }

  classify(tx: ReadTx, statements: readonly Statement[]): RowCounts {
    const counts: RowCounts = { new: 0, updated: 0, repeated: 0 };
    for (const statement of statements) {
      const mailId = tx.pluck<number>('SELECT id FROM mail WHERE mail_no = ?', [statement.mailNo]) ?? null;
      const outcomes = [
        statement.mail ? this.#mail(tx, mailId, statement) : 'repeated',
        statement.event ? this.#event(tx, { mailId, mailNo: statement.mailNo }, statement.event) : 'repeated',
        statement.noData ? this.#noData(tx, mailId, statement) : 'repeated',
      ];
      counts[outcomes.includes('new') ? 'new' : outcomes.includes('updated') ? 'updated' : 'repeated'] += 1;
    }
    return counts;
  }

  /** A row of a client register. */
  classifyClient(tx: ReadTx, row: ClientRow): keyof RowCounts {
    const known = findClient(tx, row.code);
    const wasSaved = this.#recorded.has(`c\u0000${row.code}`) || (known !== undefined && !known.seenOnly);
    const wording = `c\u0000${canonicalJson({ ...row, row: 0 })}`;
    const isSame = this.#wordings.has(wording) || (known !== undefined && !known.seenOnly && saysNothingNew(known, row));
    this.#recorded.add(`c\u0000${row.code}`);
    this.#wordings.add(wording);
    return !wasSaved ? 'new' : isSame ? 'repeated' : 'updated';
  }

  #mail(tx: ReadTx, mailId: number | null, statement: Statement): keyof RowCounts {
    const fields = mailFieldsText(statement.mail ?? {});
    const wording = `m\u0000${statement.mailNo}\u0000${statement.source}\u0000${fields}`;
    const isRecorded =
      this.#recorded.has(statement.mailNo) ||
      (mailId !== null && tx.pluck('SELECT 1 FROM mail_statement WHERE mail_id = ? LIMIT 1', [mailId]) !== undefined);
    const isKnown =
      this.#wordings.has(wording) ||
      (mailId !== null &&
        tx.pluck('SELECT 1 FROM mail_statement WHERE mail_id = ? AND source = ? AND fields = ?', [mailId, statement.source, fields]) !==
          undefined);
    this.#recorded.add(statement.mailNo);
    this.#wordings.add(wording);
    return !isRecorded ? 'new' : isKnown ? 'repeated' : 'updated';
  }

  #event(tx: ReadTx, { mailId, mailNo }: { mailId: number | null; mailNo: string }, event: TraceEvent): keyof RowCounts {
    const key = eventKeyOf(event);
    const scan = ['e', mailNo, event.at, event.code, key, event.system].join('\u0000');
    const wording = `${scan}\u0000${event.name}\u0000${event.text}`;
    const row =
      mailId === null
        ? undefined
        : tx.get<EventRow>('SELECT * FROM event WHERE mail_id = ? AND at = ? AND code = ? AND org_key = ? AND system = ?', [
            mailId,
            event.at,
            event.code,
            key,
            event.system,
          ]);
    const isKnownScan = row !== undefined || this.#scans.has(scan);
    const isKnownWording = this.#wordings.has(wording) || (row !== undefined && sameWording(row, event) !== 'words');
    this.#scans.add(scan);
    this.#wordings.add(wording);
    return !isKnownScan ? 'new' : isKnownWording ? 'repeated' : 'updated';
  }

  #noData(tx: ReadTx, mailId: number | null, statement: Statement): keyof RowCounts {
    const key = `n\u0000${statement.mailNo}\u0000${statement.source}`;
    const isKnown =
      this.#wordings.has(key) ||
      (mailId !== null &&
        tx.pluck('SELECT 1 FROM no_data WHERE mail_id = ? AND as_of = ? AND source = ?', [mailId, this.#asOf, statement.source]) !==
          undefined);
    this.#wordings.add(key);
    return isKnown ? 'repeated' : 'new';
  }
}

function saysNothingNew(known: StoredClient, row: ClientRow): boolean {
  return (
    known.name === row.name &&
    (row.accountManager ?? known.accountManager) === known.accountManager &&
    (row.station ?? known.station) === known.station &&
    (row.industry ?? known.industry) === known.industry &&
    canonicalJson(row.tiers ?? known.tiers) === canonicalJson(known.tiers) &&
    canonicalJson(row.groups ?? known.groups) === canonicalJson(known.groups)
  );
}
