import { MirrorColumns, OPEN, SELF_CLEARED } from './mirror-columns.ts';
import type { HeldStatus, MirrorRow } from './mirror-columns.ts';
import { MirrorOrder } from './mirror-order.ts';

export type OrderName = 'due' | 'raised' | 'mailNo' | 'nextAt';
type Orders = Readonly<Record<OrderName, MirrorOrder>>;

/**
 * The columns of all exceptions that are not closed and their orders, in memory: what is asked
 * after a change costs what has changed and what is answered. SQL over the same rows answers alike.
 */
export class QueueMirror {
  readonly columns = new MirrorColumns();
  readonly #orders: Readonly<Record<HeldStatus, Orders>> = {
    [OPEN]: ordersOf(this.columns),
    [SELF_CLEARED]: ordersOf(this.columns),
  };

  order(status: HeldStatus, name: OrderName): Int32Array {
    return this.#orders[status][name].places;
  }

  /**
   * Takes over how these exceptions stand now; an id without a row is gone. Answers whether a
   * closed exception is or was among them.
   */
  update(ids: readonly number[], rows: readonly MirrorRow[]): boolean {
    const { columns } = this;
    const wasClosed = ids.some((id) => columns.isClosed(id));
    const isLeaving = this.#marksOf(ids);
    const present = new Set(rows.map(([id]) => id));
    for (const id of ids) if (!present.has(id)) columns.remove(id);
    for (const row of rows) columns.put(row);
    for (const status of [OPEN, SELF_CLEARED] as const) {
      const entering = ids.map((id) => columns.placeOf(id)).filter((place) => place >= 0 && columns.status[place] === status);
      for (const order of Object.values(this.#orders[status])) order.move(isLeaving, entering);
    }
    return wasClosed || ids.some((id) => columns.isClosed(id));
  }

  /** Marks by place of the rows that stand in an order now; null when none does. */
  #marksOf(ids: readonly number[]): Uint8Array | null {
    const places = ids.map((id) => this.columns.placeOf(id)).filter((place) => place >= 0);
    if (places.length === 0) return null;
    const marks = new Uint8Array(this.columns.rows);
    for (const place of places) marks[place] = 1;
    return marks;
  }
}

/** Equal keys stand in the order of their ids. The columns' arrays grow by being replaced. */
function ordersOf(columns: MirrorColumns): Orders {
  const byId = (a: number, b: number): number => (columns.id[a] as number) - (columns.id[b] as number);
  const by = (name: 'dueAt' | 'raisedAt' | 'nextAt' | 'mailNo') =>
    new MirrorOrder((a, b) => {
      const [one, other] = [columns[name][a] as number | string, columns[name][b] as number | string];
      return one < other ? -1 : one > other ? 1 : byId(a, b);
    });
  return { due: by('dueAt'), raised: by('raisedAt'), mailNo: by('mailNo'), nextAt: by('nextAt') };
}
