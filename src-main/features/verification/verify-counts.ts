import { slotClose } from '#shared/domain/screening/slots.ts';
import type { SlotRegion } from '#shared/domain/screening/vocabulary.ts';
import type { ReadTx } from '../../ledger/index.ts';
import type { Report } from './report.ts';

type Sums = { day: number; region: SlotRegion; due: number; normal: number; abnormal: number; on_time: number; late: number };

/** Recounts every stored figure from the rows that it counts. */
export function verifyCounts(tx: ReadTx, dueBySlot: ReadonlyMap<string, number>, report: Report): void {
  recountSlots(tx, dueBySlot, report);
  recountLateness(tx, report);
  recountImports(tx, report);
  recountKept(tx, report);
}

function recountSlots(tx: ReadTx, dueBySlot: ReadonlyMap<string, number>, report: Report): void {
  const expected = new Map<string, unknown>();
  for (const [slot, due] of dueBySlot) if (due > 0) expected.set(slot, { due, normal: 0, abnormal: 0, on_time: 0, late: 0 });
  const verdicts = tx.all<Omit<Sums, 'due'>>(
    `SELECT day, region, sum(verdict = 'normal') AS normal, sum(verdict = 'abnormal') AS abnormal,
       sum(verdict <> 'undetermined' AND late = 0) AS on_time, sum(verdict <> 'undetermined' AND late = 1) AS late
     FROM verdict WHERE counted = 1 GROUP BY day, region`,
  );
  for (const { day, region, ...sums } of verdicts) {
    const slot = `${day}/${region}`;
    expected.set(slot, { due: dueBySlot.get(slot) ?? 0, ...sums });
  }
  const stored = new Map<string, unknown>();
  for (const { day, region, ...sums } of tx.all<Sums>('SELECT * FROM slot')) {
    if (Object.values(sums).some((value) => value !== 0)) stored.set(`${day}/${region}`, sums);
    if (sums.normal + sums.abnormal !== sums.on_time + sums.late || sums.normal + sums.abnormal > sums.due) {
      report.add({
        what: 'slot-balance',
        id: `${day}/${region}`,
        expected: 'determined = onTime + late <= due',
        stored: JSON.stringify(sums),
      });
    }
  }
  report.compareMaps('slot', expected, stored);
}

function recountLateness(tx: ReadTx, report: Report): void {
  const days = tx.pluckAll<number>('SELECT DISTINCT day FROM verdict');
  for (const day of days) {
    const wrong = tx.pluck<number>(
      `SELECT count(*) FROM verdict WHERE day = ? AND late <> (verdict <> 'undetermined' AND evaluated_at >= ?)`,
      [day, slotClose(day)],
    );
    report.compare({ what: 'verdict-late', id: String(day) }, 0, wrong ?? 0);
  }
}

function recountImports(tx: ReadTx, report: Report): void {
  const rows = tx.all<{ uid: string; rows_done: number; taken: number; rows_refused: number; listed: number }>(
    `SELECT uid, rows_done, rows_new + rows_updated + rows_repeated AS taken, rows_refused,
       (SELECT count(*) FROM refusal WHERE file_id = import_file.id) AS listed FROM import_file`,
  );
  for (const row of rows) {
    report.compare({ what: 'import-rows', id: row.uid }, row.rows_done, row.taken + row.rows_refused);
    report.compare({ what: 'import-refusals', id: row.uid }, row.rows_refused, row.listed);
  }
}

function recountKept(tx: ReadTx, report: Report): void {
  const ids = tx.all<{ day: number; region: string; client_code: string; due: number }>(
    'SELECT day, region, client_code, count(*) AS due FROM verdict_kept_id GROUP BY day, region, client_code',
  );
  const sums = tx.all<{ day: number; region: string; client_code: string; due: number }>(
    'SELECT day, region, client_code, due FROM verdict_kept',
  );
  const mapOf = (rows: typeof ids): Map<string, number> =>
    new Map(rows.map((row) => [`${row.day}/${row.region}/${row.client_code}`, row.due]));
  report.compareMaps('verdict-kept', mapOf(ids), mapOf(sums));
}
