import type { RawRow } from '#shared/domain/imports/raw-row.ts';
import { createCsvSplitter } from './csv-rows.ts';
import type { SheetFile } from './sheets.ts';
import type { FileSniff } from './sniff.ts';
import { textChunks } from './text-chunks.ts';

/** A delimited text file as one sheet; it streams, whatever its size. */
export function openTextFile(sniff: FileSniff): SheetFile {
  return {
    close: () => undefined,
    sheets: [
      {
        name: '',
        hidden: false,
        date1904: false,
        rows: async function* rows({ signal, onBytes }) {
          let count = 0;
          let rows: RawRow[] = [];
          const splitter = createCsvSplitter(sniff.delimiter ?? ',', (cells) => rows.push({ row: (count += 1), cells }));
          for await (const chunk of textChunks(sniff, signal)) {
            splitter.push(chunk.text);
            onBytes?.(chunk.bytesRead);
            if (rows.length > 0) yield rows;
            rows = [];
          }
          splitter.end();
          if (rows.length > 0) yield rows;
        },
      },
    ],
  };
}
