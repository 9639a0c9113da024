import { create } from 'zustand';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

/** Every column of the queue, in the order that a new person finds. */
export const COLUMN_IDS = [
  'state',
  'mailNo',
  'left',
  'type',
  'client',
  'stage',
  'region',
  'owner',
  'due',
  'first',
  'stamps',
  'next',
  'age',
  'rule',
  'priority',
  'last',
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number];

/** What a row is known by: neither hidden nor moved. */
const FIXED: ReadonlySet<ColumnId> = new Set(['state', 'mailNo']);
/** Shown where there is room, until a person decides otherwise. */
const ROOMY: ReadonlySet<ColumnId> = new Set(['region', 'owner', 'due', 'first']);
/** Only for those who ask for them. */
const ASKED_FOR: ReadonlySet<ColumnId> = new Set(['stamps', 'next', 'age', 'rule', 'priority']);

export type ColumnChoice = {
  readonly order: readonly ColumnId[];
  /** What the person has decided; other columns follow the room there is. */
  readonly decided: Readonly<Partial<Record<ColumnId, boolean>>>;
};
export const DEFAULT_CHOICE: ColumnChoice = { order: COLUMN_IDS, decided: {} };

const isColumnId = (id: unknown): id is ColumnId => COLUMN_IDS.some((one) => one === id);
export const isFixed = (id: ColumnId): boolean => FIXED.has(id);

export function isShown({ decided }: ColumnChoice, id: ColumnId, roomy: boolean): boolean {
  return decided[id] ?? (ROOMY.has(id) ? roomy : !ASKED_FOR.has(id));
}

/** Columns left out, by the person or for want of room. */
export function hiddenColumns(choice: ColumnChoice, roomy: boolean): readonly ColumnId[] {
  return COLUMN_IDS.filter((id) => !isShown(choice, id, roomy));
}

export function withShown(choice: ColumnChoice, id: ColumnId, shown: boolean): ColumnChoice {
  return isFixed(id) ? choice : { ...choice, decided: { ...choice.decided, [id]: shown } };
}

/** One place to the left (-1) or right (1), never before the fixed ones. */
export function withMoved(choice: ColumnChoice, id: ColumnId, step: -1 | 1): ColumnChoice {
  const from = choice.order.indexOf(id);
  const other = choice.order[from + step];
  if (isFixed(id) || other === undefined || isFixed(other)) return choice;
  const order = [...choice.order];
  order[from] = other;
  order[from + step] = id;
  return { ...choice, order };
}

/** The order that a saved view names; columns that it does not name come after. */
export function withOrder(choice: ColumnChoice, order: readonly string[]): ColumnChoice {
  return readChoice({ order, decided: choice.decided });
}

/** A kept choice, of this version or another: unknown columns leave it, new ones join before the last. */
export function readChoice(kept: unknown): ColumnChoice {
  const { order, decided } = (typeof kept === 'object' && kept !== null ? kept : {}) as { order?: unknown; decided?: unknown };
  const known = Array.isArray(order) ? [...new Set(order.filter(isColumnId))].filter((id) => !isFixed(id)) : [];
  const fixed = COLUMN_IDS.filter(isFixed);
  const missing = COLUMN_IDS.filter((id) => !isFixed(id) && !known.includes(id));
  const flags = Object.entries(typeof decided === 'object' && decided !== null ? decided : {});
  return {
    order: known.length === 0 ? COLUMN_IDS : [...fixed, ...known, ...missing],
    decided: Object.fromEntries(flags.filter(([id, shown]) => isColumnId(id) && !isFixed(id) && typeof shown === 'boolean')),
  };
}

type Store = { readonly personId: string | null; readonly choice: ColumnChoice };
const NOBODY: Store = { personId: null, choice: DEFAULT_CHOICE };
export const columnStore = create<Store>(() => NOBODY);
onFreshStart(() => columnStore.setState(NOBODY, true));

const keyOf = (personId: string) => `queue-columns ${personId}`;

/** Brings out what this person chose on this computer. */
export function openColumns(personId: string): void {
  if (columnStore.getState().personId === personId) return;
  columnStore.setState({ personId, choice: readChoice(parse(localStorage.getItem(keyOf(personId)))) });
}

function parse(kept: string | null): unknown {
  try {
    return JSON.parse(kept ?? 'null');
  } catch {
    // A damaged entry costs the order of columns, nothing else.
    return null;
  }
}

export function chooseColumns(change: (choice: ColumnChoice) => ColumnChoice): void {
  const { personId, choice } = columnStore.getState();
  const next = change(choice);
  columnStore.setState({ choice: next });
  if (personId !== null) localStorage.setItem(keyOf(personId), JSON.stringify(next));
}
