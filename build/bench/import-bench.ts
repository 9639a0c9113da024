import { createWriteStream, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as XLSX from 'xlsx';
import { prepareImport, runImport } from '#main/features/imports/index.ts';
import { openConnection } from '#main/ledger/connection.ts';
import { openLedger } from '#main/ledger/index.ts';
import { systemClock } from '#main/platform/clock.ts';
import { sourceWorkerEntry } from '#main/platform/worker-entry.ts';
import { inspectFile, parseInWorker } from '#main/workers/parsing/index.ts';
import type { BenchLine } from './bench-line.ts';

const CSV_ROWS = Number(process.env['YOUSHAO_BENCH_CSV_ROWS'] ?? 1_000_000);
const XLSX_ROWS = 50_000;
const KEY = Buffer.alloc(32, 5);
const HEADINGS = [
  '邮件号',
  '收寄时间',
  '大宗客户代码',
  '大宗客户名称',
  '寄达省名称',
  '寄达市名称',
  '收件人',
  '收件人电话',
  '收件人地址',
  '重量(克)',
  '总邮资',
  '寄达范围',
];
const XLSX_MORE = ['子客户编码', '子客户名称', '收寄员', '运输方式', '收件人邮编', '标准邮资', '结算方式', '收寄来源'];

/** (d) and (e): an xlsx against SheetJS merely parsing it; a csv against inserting the same rows plainly. */
export async function benchImport(): Promise<BenchLine[]> {
  const folder = mkdtempSync(join(tmpdir(), 'youshao-bench-import-'));
  try {
    return [await benchXlsx(folder), await benchCsv(folder)];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function benchXlsx(folder: string): Promise<BenchLine> {
  const file = join(folder, '收寄清单.xlsx');
  const sheet = XLSX.utils.aoa_to_sheet([[...HEADINGS, ...XLSX_MORE]]);
  const rows = Array.from({ length: XLSX_ROWS }, (_, index) => [...rowOf(index), ...XLSX_MORE.map((name) => `${name}${index % 50}`)]);
  XLSX.utils.sheet_add_aoa(sheet, rows, { origin: 1 });
  const book = XLSX.utils.book_new();
  XLSX.utils.book_append_sheet(book, sheet, 'Sheet1');
  writeFileSync(file, XLSX.write(book, { type: 'buffer', bookType: 'xlsx' }) as Buffer);
  const value = await importFile(folder, file, XLSX_ROWS);
  const started = performance.now();
  XLSX.utils.sheet_to_json(Object.values(XLSX.read(readFileSync(file)).Sheets)[0] ?? {}, { header: 1 });
  return line({
    id: 'd',
    name: `import of a ${XLSX_ROWS}-row xlsx ÷ SheetJS parsing it`,
    value,
    baseline: performance.now() - started,
    limit: 1.4,
  });
}

async function benchCsv(folder: string): Promise<BenchLine> {
  const file = join(folder, '收寄清单.csv');
  const out = createWriteStream(file);
  out.write(`${HEADINGS.join(',')}\n`);
  for (let index = 0; index < CSV_ROWS; index++) {
    if (!out.write(`${rowOf(index).join(',')}\n`)) await once(out, 'drain');
  }
  out.end();
  await once(out, 'close');
  const value = await importFile(folder, file, CSV_ROWS);
  return line({
    id: 'e',
    name: `import of ${CSV_ROWS} csv rows ÷ plain inserts of them`,
    value,
    baseline: insertPlainly(folder),
    limit: 3,
  });
}

function rowOf(index: number): (string | number)[] {
  const day = String((index % 28) + 1).padStart(2, '0');
  return [
    `12${String(index).padStart(11, '0')}`,
    `2026-10-${day} 09:${String(index % 60).padStart(2, '0')}:00`,
    `43030${String(index % 400).padStart(8, '0')}`,
    `客户${index % 400}`,
    '浙江省',
    '杭州市',
    '收件人',
    '13800000000',
    `浙江省杭州市西湖区示例路${index % 900}号`,
    500 + (index % 900),
    12.5,
    4,
  ];
}

async function importFile(folder: string, path: string, rows: number): Promise<number> {
  const clock = systemClock();
  const ledger = openLedger({ file: join(folder, `import-${rows}.db`), key: KEY, clock, appVersion: '0.0.0' });
  const started = performance.now();
  const now = clock.now();
  const inspection = await inspectFile(path, { seekLatestEvent: false });
  const report = await runImport({
    ...prepareImport(inspection, { kind: 'auto', asOf: now, now }),
    ledger,
    path,
    now,
    parse: parseInWorker.bind(null, sourceWorkerEntry('parse')),
    name: '收寄清单',
    actor: null,
    uid: 'bench',
  });
  const took = performance.now() - started;
  if (report.new !== rows) throw new Error(`imported ${report.new} of ${rows}`);
  ledger.close();
  return took;
}

/** The same rows, ready in memory, into one encrypted table with the same settings, 1,000 a transaction. */
function insertPlainly(folder: string): number {
  const database = openConnection({ file: join(folder, 'plain.db'), keyHex: KEY.toString('hex') }, 'write');
  database.exec(
    `CREATE TABLE plain (id INTEGER PRIMARY KEY, mail_no TEXT UNIQUE, ${HEADINGS.slice(1)
      .map((_, index) => `c${index}`)
      .join(', ')})`,
  );
  const insert = database.prepare(`INSERT INTO plain VALUES (NULL, ${HEADINGS.map(() => '?').join(', ')})`);
  const rows = Array.from({ length: CSV_ROWS }, (_, index) => rowOf(index));
  const started = performance.now();
  for (let from = 0; from < rows.length; from += 1000) {
    database.transaction(() => {
      for (const row of rows.slice(from, from + 1000)) insert.run(...row);
    })();
  }
  const took = performance.now() - started;
  database.close();
  return took;
}

function line(parts: Pick<BenchLine, 'id' | 'name' | 'value' | 'limit'> & { baseline: number }): BenchLine {
  const ratio = parts.value / parts.baseline;
  return { ...parts, unit: 'ms', ratio, pass: parts.limit === null || ratio <= parts.limit };
}
