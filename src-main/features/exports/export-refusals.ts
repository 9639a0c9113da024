import { existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ExportColumn } from '#shared/domain/exports/column.ts';
import type { ExportPart } from '#shared/domain/exports/export-task.ts';
import { REFUSAL_WORDS } from '#shared/domain/exports/words.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { HandlerContext } from '../handler-context.ts';
import { findFile, maskNameOfHeading } from '../imports/index.ts';
import type { ImportFileRow } from '../imports/index.ts';
import { exportParts } from './export-ledger.ts';
import { wordOf } from './sql-words.ts';

/** A workbook has more columns than any export of the postal systems; a broken file could name thousands. */
const MOST_COLUMNS = 300;

/** Writes an import's refused rows, masked, beside their reasons. Throws `target-folder-missing`. */
export async function exportRefusals(context: HandlerContext, fileId: string, path: string): Promise<{ path: string; rows: number }> {
  const ledger = context.ledger();
  const folder = dirname(path);
  if (!existsSync(folder) || !statSync(folder).isDirectory()) throw new AppError('not-found', 'target-folder-missing');
  const part = ledger.read<ExportPart>((tx) => {
    const file = findFile(tx, fileId);
    if (!file) throw new AppError('not-found', 'not-found');
    return refusalPart(tx, file);
  });
  const order = {
    name: 'refusals',
    title: '拒绝清单',
    format: 'xlsx' as const,
    path,
    actor: context.person().id,
    filters: { fileId },
    parts: [part],
  };
  const answer = await exportParts(order, { ...context, ledger }, { signal: new AbortController().signal });
  return { path: answer.path, rows: answer.rows };
}

function refusalPart(tx: ReadTx, file: ImportFileRow): ExportPart {
  const headings = tx.pluckAll<string>(
    `SELECT key FROM refusal, json_each(values_json) WHERE file_id = ? GROUP BY key ORDER BY min(json_each.id) LIMIT ?`,
    [file.id, MOST_COLUMNS],
  );
  const values = headings.map((_, index) => `, (SELECT value FROM json_each(values_json) WHERE key = @h${index}) AS c${index}`);
  return {
    sheet: { name: '拒绝清单', columns: columnsOf(headings), notes: [{ label: '导入文件', text: file.name }] },
    mapper: 'by-key',
    sql: `SELECT row, ${wordOf('reason', REFUSAL_WORDS)} AS reason ${values.join('')} FROM refusal WHERE file_id = @file ORDER BY refusal.id`,
    parameters: { file: file.id, ...Object.fromEntries(headings.map((heading, index) => [`h${index}`, heading])) },
    rows: file.rows_refused,
  };
}

function columnsOf(headings: readonly string[]): ExportColumn[] {
  const own: ExportColumn[] = [
    { key: 'row', title: '行号', kind: 'mail-no', width: 8 },
    { key: 'reason', title: '拒绝原因', kind: 'choice', width: 28 },
  ];
  return [
    ...own,
    ...headings.map((heading, index): ExportColumn => {
      const mask = maskNameOfHeading(heading);
      const column = { key: `c${index}`, title: heading, width: 16 };
      return mask === null ? { ...column, kind: 'mail-no' } : { ...column, kind: 'text', mask };
    }),
  ];
}
