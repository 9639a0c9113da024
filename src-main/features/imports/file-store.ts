import type { Refusal } from '#shared/domain/mail/statement.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import type { RowCounts } from '../mails/index.ts';

export type ImportState = 'queued' | 'running' | 'paused' | 'done' | 'cancelled' | 'failed';
export type ImportFileRow = {
  id: number;
  uid: string;
  sha256: string;
  name: string;
  kind: string;
  format: string;
  source: string;
  as_of: number;
  mapping: string | null;
  state: ImportState;
  reason: string | null;
  path: string | null;
  actor: string | null;
  started_at: number;
  finished_at: number | null;
  bytes_read: number;
  bytes_total: number;
  rows_done: number;
  rows_new: number;
  rows_updated: number;
  rows_repeated: number;
  rows_refused: number;
};
export type NewFile = Pick<ImportFileRow, 'uid' | 'sha256' | 'name' | 'kind' | 'format' | 'source' | 'as_of' | 'bytes_total'> & {
  mapping: string | null;
  path: string | null;
  actor: string | null;
  startedAt: number;
};

export function addFile(tx: WriteTx, file: NewFile): number {
  const { startedAt, ...columns } = file;
  const added = tx.run(
    `INSERT INTO import_file (uid, sha256, name, kind, format, source, as_of, mapping, state, path, actor, started_at, bytes_total)
     VALUES (@uid, @sha256, @name, @kind, @format, @source, @as_of, @mapping, 'running', @path, @actor, @startedAt, @bytes_total)`,
    { ...columns, startedAt },
  );
  return Number(added.lastInsertRowid);
}

const ARRIVED = 'sync';

/** The one file that all facts belong to which came from the server; it stands in no list. */
export function syncFile(tx: WriteTx): number {
  const known = tx.pluck<number>('SELECT id FROM import_file WHERE uid = ?', [ARRIVED]);
  if (known !== undefined) return known;
  const now = tx.environment.clock.now();
  const whole = { name: '', format: '', source: 'other', as_of: now, bytes_total: 0, mapping: null, path: null, actor: null };
  const id = addFile(tx, { ...whole, uid: ARRIVED, sha256: UNREAD, kind: ARRIVED, startedAt: now });
  endFile(tx, id, { state: 'done', now });
  return id;
}

type Identity = Pick<NewFile, 'sha256' | 'kind' | 'format' | 'source' | 'as_of' | 'bytes_total' | 'mapping'>;

/** Ends a file of which nothing was read: it stands in the history by its name alone. */
export function endUnreadFile(
  tx: WriteTx,
  file: Pick<NewFile, 'uid' | 'name' | 'kind' | 'as_of' | 'path' | 'actor' | 'startedAt'>,
  end: { state: ImportState; reason?: string; now: number },
): void {
  endFile(tx, addFile(tx, { ...file, sha256: UNREAD, format: '', source: 'other', bytes_total: 0, mapping: null }), end);
}

const UNREAD = '';

/** Says what a file is that was ended unread and is read after all. */
export function identifyFile(tx: WriteTx, { id, sha256 }: ImportFileRow, identity: Identity): void {
  if (sha256 !== UNREAD) return;
  tx.run(
    `UPDATE import_file SET sha256 = @sha256, kind = @kind, format = @format, source = @source, as_of = @as_of,
       bytes_total = @bytes_total, mapping = @mapping WHERE id = @id`,
    { ...identity, id },
  );
}

export function findFile(tx: ReadTx, uid: string): ImportFileRow | undefined {
  return tx.get<ImportFileRow>('SELECT * FROM import_file WHERE uid = ?', [uid]);
}

/** The finished import of the same content, kind and as-of: importing it again adds nothing. */
export function findTwin(tx: ReadTx, key: { sha256: string; asOf: number; kind: string }): ImportFileRow | undefined {
  return tx.get<ImportFileRow>("SELECT * FROM import_file WHERE sha256 = ? AND as_of = ? AND kind = ? AND state = 'done' LIMIT 1", [
    key.sha256,
    key.asOf,
    key.kind,
  ]);
}

/** The same content imported at any time, for the hint on the import screen. */
export function findSameContent(tx: ReadTx, sha256: string): ImportFileRow | undefined {
  return tx.get<ImportFileRow>("SELECT * FROM import_file WHERE sha256 = ? AND state = 'done' ORDER BY id DESC LIMIT 1", [sha256]);
}

/** Counts a committed batch, so that a resumed import goes on behind it. */
export function countBatch(
  tx: WriteTx,
  fileId: number,
  batch: { rows: number; counts: RowCounts; refused: number; bytesRead: number },
): void {
  tx.run(
    `UPDATE import_file SET rows_done = rows_done + ?, rows_new = rows_new + ?, rows_updated = rows_updated + ?,
       rows_repeated = rows_repeated + ?, rows_refused = rows_refused + ?, bytes_read = ? WHERE id = ?`,
    [batch.rows, batch.counts.new, batch.counts.updated, batch.counts.repeated, batch.refused, batch.bytesRead, fileId],
  );
}

export function endFile(tx: WriteTx, fileId: number, end: { state: ImportState; reason?: string; now: number }): void {
  tx.run('UPDATE import_file SET state = ?, reason = ?, finished_at = ? WHERE id = ?', [end.state, end.reason ?? null, end.now, fileId]);
}

export function addRefusals(tx: WriteTx, fileId: number, refusals: readonly Refusal[]): void {
  if (refusals.length === 0) return;
  const add = tx.prepare('INSERT INTO refusal (file_id, row, reason, values_json) VALUES (?, ?, ?, ?)');
  for (const { row, reason, values } of refusals) add.run(fileId, row, reason, JSON.stringify(values));
}

export function listRefusals(tx: ReadTx, fileId: number, window: { offset: number; limit: number }): Refusal[] {
  return tx
    .all<{ row: number; reason: string; values_json: string }>(
      'SELECT row, reason, values_json FROM refusal WHERE file_id = ? ORDER BY id LIMIT ? OFFSET ?',
      [fileId, window.limit, window.offset],
    )
    .map(({ row, reason, values_json }) => ({
      row,
      reason,
      values: JSON.parse(values_json) as Record<string, string>,
    }));
}

/** The newest first, by the table's own order. */
export function listFiles(tx: ReadTx, { limit, offset }: { limit: number; offset: number }): ImportFileRow[] {
  return tx.all<ImportFileRow>(`SELECT * FROM import_file WHERE kind <> '${ARRIVED}' ORDER BY id DESC LIMIT ? OFFSET ?`, [limit, offset]);
}
