import { refuseFile } from './file-error.ts';
import type { SheetFile } from './sheets.ts';
import type { FileSniff } from './sniff.ts';
import { openTextFile } from './text-file.ts';
import { openXlsx } from './xlsx/xlsx-file.ts';

/** Opens any table file. SheetJS is loaded only for the formats that need it. */
export async function openSheetFile(sniff: FileSniff): Promise<SheetFile> {
  switch (sniff.container) {
    case 'zip':
      return openXlsx(sniff.path, sniff.size);
    case 'text':
      return openTextFile(sniff);
    case 'ole2':
    case 'spreadsheetml':
      return (await import('./legacy-workbook.ts')).openLegacyWorkbook(sniff);
    case 'html':
      return (await import('./legacy-workbook.ts')).openHtmlFile(sniff);
    default:
      throw refuseFile('file-unrecognised');
  }
}
