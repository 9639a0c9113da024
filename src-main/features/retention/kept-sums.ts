import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { verdictId } from '#shared/domain/screening/verdict.ts';
import type { Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { slotsOfRow } from '../screening/index.ts';
import type { MailRow } from '../screening/index.ts';

type Sums = { due: number; normal: number; abnormal: number; onTime: number; late: number };
type Counted = { verdict: Verdict; late: number };

/**
 * Moves what a mail counts from the sums of its slots to those that are kept per day, region and
 * client. A mail that came back after it had left is known by its ids and counts only once.
 */
export class KeptSums {
  readonly #tx: WriteTx;
  readonly #rules: CompiledRules;
  readonly #moved = new Map<string, { slot: Sums; kept: Sums; parts: readonly [number, string, string] }>();

  constructor(tx: WriteTx, rules: CompiledRules) {
    this.#tx = tx;
    this.#rules = rules;
  }

  add(mail: MailRow): void {
    const client = mail.client_code ?? '';
    for (const slot of slotsOfRow(mail, this.#rules)) {
      const counted = this.#tx.get<Counted>(
        'SELECT verdict, late FROM verdict WHERE day = ? AND region = ? AND mail_id = ? AND counted = 1',
        [slot.day, slot.region, mail.id],
      );
      const { changes } = this.#tx.run(
        'INSERT INTO verdict_kept_id (id, day, region, client_code) VALUES (?, ?, ?, ?) ON CONFLICT (id) DO NOTHING',
        [verdictId(mail.mail_no, slot), slot.day, slot.region, client],
      );
      const entry = this.#of(slot.day, slot.region, client);
      count(entry.slot, counted);
      if (changes > 0) count(entry.kept, counted);
    }
  }

  /** Writes what was gathered; once, before the transaction ends. */
  flush(): void {
    for (const { slot, kept, parts } of this.#moved.values()) {
      const [day, region, client] = parts;
      this.#tx.run(
        `UPDATE slot SET due = due - @due, normal = normal - @normal, abnormal = abnormal - @abnormal,
           on_time = on_time - @onTime, late = late - @late WHERE day = @day AND region = @region`,
        { day, region, ...slot },
      );
      if (kept.due === 0) continue;
      this.#tx.run(
        `INSERT INTO verdict_kept (day, region, client_code, due, normal, abnormal, on_time, late)
         VALUES (@day, @region, @client, @due, @normal, @abnormal, @onTime, @late)
         ON CONFLICT (day, region, client_code) DO UPDATE SET due = due + excluded.due, normal = normal + excluded.normal,
           abnormal = abnormal + excluded.abnormal, on_time = on_time + excluded.on_time, late = late + excluded.late`,
        { day, region, client, ...kept },
      );
    }
    this.#moved.clear();
  }

  #of(day: number, region: string, client: string): { slot: Sums; kept: Sums } {
    const key = `${day}/${region}/${client}`;
    const known = this.#moved.get(key);
    if (known) return known;
    const made = { slot: noSums(), kept: noSums(), parts: [day, region, client] as const };
    this.#moved.set(key, made);
    return made;
  }
}

function noSums(): Sums {
  return { due: 0, normal: 0, abnormal: 0, onTime: 0, late: 0 };
}

function count(sums: Sums, counted: Counted | undefined): void {
  sums.due += 1;
  if (counted === undefined || counted.verdict === 'undetermined') return;
  sums[counted.verdict] += 1;
  sums[counted.late === 1 ? 'late' : 'onTime'] += 1;
}
