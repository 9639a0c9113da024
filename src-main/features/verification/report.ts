import { canonicalJson } from '#shared/kernel/canonical-json.ts';

/** One place where what is stored is not what the raw rows say. */
export type Difference = { what: string; id: string; expected: string; stored: string };

const KEPT = 200;
const TEXT_MAX = 400;

/** Gathers differences; all are counted, the first ones are kept in words. */
export class Report {
  readonly differences: Difference[] = [];
  count = 0;
  opsChecked = 0;
  mailsChecked = 0;

  compare({ what, id }: Pick<Difference, 'what' | 'id'>, expected: unknown, stored: unknown): void {
    const [a, b] = [canonicalJson(expected), canonicalJson(stored)];
    if (a === b) return;
    this.add({ what, id, expected: a, stored: b });
  }

  compareMaps(what: string, expected: ReadonlyMap<string, unknown>, stored: ReadonlyMap<string, unknown>): void {
    for (const id of new Set([...expected.keys(), ...stored.keys()])) {
      this.compare({ what, id }, expected.get(id) ?? null, stored.get(id) ?? null);
    }
  }

  add({ what, id, expected, stored }: Difference): void {
    this.count += 1;
    if (this.differences.length >= KEPT) return;
    this.differences.push({ what, id, expected: expected.slice(0, TEXT_MAX), stored: stored.slice(0, TEXT_MAX) });
  }
}
