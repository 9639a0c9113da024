import type { SlotRegion, Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { WriteTx } from '../../ledger/index.ts';

type Delta = { due: number; normal: number; abnormal: number; onTime: number; late: number };
type Counted = { verdict: Verdict; late: boolean };

/** Changes of the slots' sums, gathered over a batch of mails and written in its transaction. */
export class SlotSums {
  readonly #deltas = new Map<string, Delta>();

  addDue(day: number, region: SlotRegion, change: 1 | -1): void {
    this.#of(day, region).due += change;
  }

  addVerdict({ day, region }: { day: number; region: SlotRegion }, { verdict, late }: Counted, change: 1 | -1): void {
    if (verdict === 'undetermined') return;
    const delta = this.#of(day, region);
    delta[verdict] += change;
    delta[late ? 'late' : 'onTime'] += change;
  }

  flush(tx: WriteTx): void {
    for (const [key, delta] of this.#deltas) {
      const [day, region] = key.split('/') as [string, string];
      tx.run(
        `INSERT INTO slot (day, region, due, normal, abnormal, on_time, late)
         VALUES (@day, @region, @due, @normal, @abnormal, @onTime, @late)
         ON CONFLICT (day, region) DO UPDATE SET due = due + excluded.due, normal = normal + excluded.normal,
           abnormal = abnormal + excluded.abnormal, on_time = on_time + excluded.on_time, late = late + excluded.late`,
        { day: Number(day), region, ...delta },
      );
    }
    this.#deltas.clear();
  }

  #of(day: number, region: SlotRegion): Delta {
    const key = `${day}/${region}`;
    const known = this.#deltas.get(key);
    if (known) return known;
    const delta: Delta = { due: 0, normal: 0, abnormal: 0, onTime: 0, late: 0 };
    this.#deltas.set(key, delta);
    return delta;
  }
}
