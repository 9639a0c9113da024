import type { Slot } from '#shared/domain/screening/slots.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';

/** Notes that a slot has been run, also when it holds no mail; its first run says whether it was a 补筛. */
export function recordSlotRun(tx: WriteTx, { day, region }: Slot, run: { now: number; catchUp: boolean }): void {
  tx.run(
    `INSERT INTO slot_run (day, region, first_at, last_at, catch_up) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (day, region) DO UPDATE SET last_at = max(last_at, excluded.last_at)`,
    [day, region, run.now, run.now, run.catchUp ? 1 : 0],
  );
}

/** When slots of these days were last run. */
export function readSlotRuns(tx: ReadTx, fromDay: number): (slot: Slot) => number | undefined {
  const rows = tx.all<{ day: number; region: string; last_at: number }>('SELECT day, region, last_at FROM slot_run WHERE day >= ?', [
    fromDay,
  ]);
  const bySlot = new Map(rows.map((row) => [`${row.day}/${row.region}`, row.last_at]));
  return ({ day, region }) => bySlot.get(`${day}/${region}`);
}
