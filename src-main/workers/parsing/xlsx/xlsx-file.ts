import type { SheetFile } from '../sheets.ts';
import { openPackage } from './package-parts.ts';
import { countSheetRows } from './row-count.ts';
import { sheetRows } from './sheet-rows.ts';
import { readSharedStrings, readWorkbookParts } from './workbook-parts.ts';

/** Opens an xlsx workbook for streaming; macros, links and drawings are never looked at. */
export async function openXlsx(path: string, size: number): Promise<SheetFile> {
  const parts = await openPackage(path);
  try {
    const book = await readWorkbookParts(parts);
    let shared: Promise<string[]> | undefined;
    const sharedStrings = (signal?: AbortSignal): Promise<string[]> => {
      const stringsPath = book.sharedStringsPath;
      shared ??=
        stringsPath !== undefined && parts.has(stringsPath) ? readSharedStrings(parts, stringsPath, { signal }) : Promise.resolve([]);
      return shared;
    };
    const packed = book.sheets.reduce((sum, sheet) => sum + parts.packedSize(sheet.path), 0) || 1;
    let before = 0;
    const sheets = book.sheets.map((sheet) => {
      const base = before;
      const share = parts.packedSize(sheet.path);
      before += share;
      return {
        name: sheet.name,
        hidden: sheet.hidden,
        date1904: book.date1904,
        countRows: (signal?: AbortSignal) => countSheetRows(parts, sheet.path, signal),
        rows: async function* rows({ signal, onBytes }: Parameters<SheetFile['sheets'][number]['rows']>[0]) {
          const context = { ...book, sharedStrings: await sharedStrings(signal) };
          const progress = (fraction: number): void => onBytes?.(Math.round(((base + share * fraction) / packed) * size));
          yield* sheetRows(parts, sheet.path, { signal, onBytes: progress, context });
        },
      };
    });
    return { sheets, close: () => parts.close() };
  } catch (error) {
    parts.close();
    throw error;
  }
}
