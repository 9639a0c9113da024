import type { CompiledRules } from '#shared/domain/rules/compile.ts';
import { verdictId } from '#shared/domain/screening/verdict.ts';
import type { Verdict } from '#shared/domain/screening/vocabulary.ts';
import type { WriteTx } from '../../ledger/index.ts';
import { KeptDuty, slotsOfRow } from '../screening/index.ts';
import type { MailRow } from '../screening/index.ts';

type Sums = { due: number; normal: number; abnormal: number; onTime: number; late: number };
type Moved = { readonly sums: Sums; readonly parts: readonly [day: number, region: string, client: string] };
type Counted = { verdict: Verdict; late: number };

/**
 * Moves what a mail counts from the sums of its slots to those that are kept per day, region and
 * client. A mail that came back after it had left counts nowhere but in what was kept of it.
 */
export class KeptSums {
  readonly #tx: WriteTx;
  readonly #rules: CompiledRules;
  readonly #kept: KeptDuty;
  readonly #moved = new Map<string, Moved>();

  constructor(tx: WriteTx, rules: CompiledRules) {
    this.#tx = tx;
    this.#rules = rules;
    this.#kept = new KeptDuty(tx, rules);
  }

  add(mail: MailRow): void {
    if (this.#kept.has(mail)) return;
    const client = mail.client_code ?? '';
    for (const slot of slotsOfRow(mail, this.#rules)) {
      const counted = this.#tx.get<Counted>(
        'SELECT verdict, late FROM verdict WHERE day = ? AND region = ? AND mail_id = ? AND counted = 1',
        [slot.day, slot.region, mail.id],
      );
      this.#tx.run('INSERT INTO verdict_kept_id (id, day, region, client_code) VALUES (?, ?, ?, ?)', [
        verdictId(mail.mail_no, slot),
        slot.day,
        slot.region,
        client,
      ]);
      count(this.#of(slot.day, slot.region, client), counted);
    }
  }

  /** Writes what was gathered; once, before the transaction ends. */
  flush(): void {
    for (const { sums, parts } of this.#moved.values()) {
      const [day, region, client] = parts;
      this.#tx.run(
        `UPDATE slot SET due = due - @due, normal = normal - @normal, abnormal = abnormal - @abnormal,
           on_time = on_time - @onTime, late = late - @late WHERE day = @day AND region = @region`,
        { day, region, ...sums },
      );
      this.#tx.run(
        `INSERT INTO verdict_kept (day, region, client_code, due, normal, abnormal, on_time, late)
         VALUES (@day, @region, @client, @due, @normal, @abnormal, @onTime, @late)
         ON CONFLICT (day, region, client_code) DO UPDATE SET due = due + excluded.due, normal = normal + excluded.normal,
           abnormal = abnormal + excluded.abnormal, on_time = on_time + excluded.on_time, late = late + excluded.late`,
        { day, region, client, ...sums },
      );
    }
    this.#moved.clear();
  }

  #of(day: number, region: string, client: string): Sums {
    const key = `${day}/${region}/${client}`;
    const known = this.#moved.get(key);
    if (known) return known.sums;
    const sums = { due: 0, normal: 0, abnormal: 0, onTime: 0, late: 0 };
    this.#moved.set(key, { sums, parts: [day, region, client] });
    return sums;
  }
}

function count(sums: Sums, counted: Counted | undefined): void {
  sums.due += 1;
  if (counted === undefined || counted.verdict === 'undetermined') return;
  sums[counted.verdict] += 1;
  sums[counted.late === 1 ? 'late' : 'onTime'] += 1;
}
