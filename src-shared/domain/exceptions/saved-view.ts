import { z } from 'zod';
import { QUEUE_CONDITIONS, QUEUE_SORTS } from './queue-filter.ts';

export const VIEW_SAVE = 'view.save';
export const VIEW_REMOVE = 'view.remove';
export const VIEW_REORDER = 'view.reorder';
export const VIEWS_MAX = 30;
export const GROUPINGS = ['none', 'type-organisation'] as const;

/** A view that a person has saved: what it keeps, its order, its columns. */
export const VIEW_DEFINITION = z.object({
  name: z.string().trim().min(1).max(30),
  conditions: QUEUE_CONDITIONS,
  sort: z.enum(QUEUE_SORTS),
  descending: z.boolean(),
  /** Names of the grid's columns in their order; empty: the grid's own. */
  columns: z.array(z.string().max(40)).max(40),
  groupBy: z.enum(GROUPINGS),
});
export type ViewDefinition = z.infer<typeof VIEW_DEFINITION>;

/** The person who saved it is the op's actor. */
export type SavedView = { id: string; owner: string; position: number; definition: ViewDefinition };
export type ViewOp = { kind: string; viewId: string; args: unknown; actor: string };

/** Folds one op into the saved views of all people, by id. Total: what it does not know changes nothing. */
export function foldViewOp(views: Map<string, SavedView>, { kind, viewId, args, actor }: ViewOp): void {
  if (kind === VIEW_SAVE) {
    const { definition } = args as { definition: ViewDefinition };
    const known = views.get(viewId);
    if (known === undefined || known.owner === actor) {
      views.set(viewId, { id: viewId, owner: actor, position: known?.position ?? nextPosition(views, actor), definition });
    }
  } else if (kind === VIEW_REMOVE && views.get(viewId)?.owner === actor) {
    views.delete(viewId);
  } else if (kind === VIEW_REORDER) {
    const order = inOrder(viewsOf(views, actor), (args as { ids: string[] }).ids);
    order.forEach((view, position) => views.set(view.id, { ...view, position }));
  }
}

/** A person's views in the person's order. */
export function viewsOf(views: ReadonlyMap<string, SavedView>, owner: string): SavedView[] {
  return [...views.values()]
    .filter((view) => view.owner === owner)
    .sort((a, b) => a.position - b.position || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

function nextPosition(views: ReadonlyMap<string, SavedView>, owner: string): number {
  return Math.max(-1, ...viewsOf(views, owner).map(({ position }) => position)) + 1;
}

/** Those that are named come first, in that order; the rest as it stood. */
function inOrder(views: readonly SavedView[], ids: readonly string[]): SavedView[] {
  const rank = (view: SavedView): number => (ids.includes(view.id) ? ids.indexOf(view.id) : ids.length);
  return [...views].sort((a, b) => rank(a) - rank(b));
}
