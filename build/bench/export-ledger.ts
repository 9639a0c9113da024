/** An encrypted ledger that holds the rows of the export benchmark. */
import { join } from 'node:path';
import { openConnection } from '#main/ledger/connection.ts';
import { BENCH_SHEET, benchRow } from './export-rows.ts';

export const BENCH_KEY = '5a'.repeat(32);
export const BENCH_TABLE = 'bench_row';

export function benchLedgerPath(folder: string): string {
  return join(folder, 'bench.youshao');
}

export function makeBenchLedger(folder: string, rows: number): void {
  const database = openConnection({ file: benchLedgerPath(folder), keyHex: BENCH_KEY }, 'write');
  const columns = BENCH_SHEET.columns.map(({ key }) => key);
  database.exec(`CREATE TABLE ${BENCH_TABLE} (id INTEGER PRIMARY KEY, ${columns.join(', ')})`);
  const insert = database.prepare(`INSERT INTO ${BENCH_TABLE} VALUES (?, ${columns.map(() => '?').join(', ')})`);
  database.transaction(() => {
    for (let index = 1; index <= rows; index += 1) insert.run(index, ...benchRow(index));
  })();
  database.close();
}
