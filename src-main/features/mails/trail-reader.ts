import type { SourceSystem } from '#shared/domain/mail/statement.ts';
import { SOURCE_SYSTEMS } from '#shared/domain/mail/statement.ts';
import type { ReadTx } from '../../ledger/index.ts';

/** The sources that named a mail, in the order of their trust. */
export function listSources(tx: ReadTx, mailId: number): SourceSystem[] {
  const stated = tx.pluckAll<string>(
    `SELECT source FROM mail_statement WHERE mail_id = @mailId UNION SELECT source FROM event WHERE mail_id = @mailId
     UNION SELECT source FROM no_data WHERE mail_id = @mailId`,
    { mailId },
  );
  return SOURCE_SYSTEMS.filter((source) => stated.includes(source));
}

/** The imports that named a mail, the newest first. */
export function listBatches(tx: ReadTx, mailId: number): { name: string; asOf: number }[] {
  return tx.all<{ name: string; asOf: number }>(
    `SELECT name, as_of AS asOf FROM import_file WHERE id IN (
       SELECT file_id FROM mail_statement WHERE mail_id = @mailId UNION SELECT file_id FROM event WHERE mail_id = @mailId
       UNION SELECT file_id FROM no_data WHERE mail_id = @mailId)
     ORDER BY as_of DESC, id DESC`,
    { mailId },
  );
}
