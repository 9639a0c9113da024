import { VIEW_REMOVE, VIEW_REORDER, VIEW_SAVE, VIEWS_MAX, foldViewOp, viewsOf } from '#shared/domain/exceptions/saved-view.ts';
import type { SavedView, ViewDefinition, ViewOp } from '#shared/domain/exceptions/saved-view.ts';
import { AppError } from '#shared/kernel/app-error.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { appendOp } from '../../ledger/index.ts';

export const VIEW = 'view';
type ViewRow = { id: string; owner: string; position: number; definition: string };
export type ViewAct = { opId: string; actor: string; now: number };

/** A person's views in the person's order. */
export function listViews(tx: ReadTx, owner: string): SavedView[] {
  return tx.all<ViewRow>('SELECT * FROM saved_view WHERE owner = ? ORDER BY position, id', [owner]).map(viewOf);
}

/** Everybody's, for `verify`. */
export function listAllViews(tx: ReadTx): SavedView[] {
  return tx.all<ViewRow>('SELECT * FROM saved_view').map(viewOf);
}

/**
 * Saves a new view or another definition of one's own. Throws AppError 'not-found' for what is
 * not the person's, 'conflict' `view-name-taken` and `too-many-views`.
 */
export function saveView(tx: WriteTx, view: { id: string; isNew: boolean; definition: ViewDefinition }, act: ViewAct): void {
  const { id, isNew, definition } = view;
  if (tx.pluck('SELECT 1 FROM op WHERE id = ?', [act.opId]) !== undefined) return;
  const own = listViews(tx, act.actor);
  if (!isNew && !own.some((each) => each.id === id)) throw new AppError('not-found', 'not-found');
  if (own.some((each) => each.id !== id && each.definition.name === definition.name)) throw new AppError('conflict', 'view-name-taken');
  if (isNew && own.length >= VIEWS_MAX) throw new AppError('conflict', 'too-many-views');
  perform(tx, { kind: VIEW_SAVE, viewId: id, args: { definition }, actor: act.actor }, act);
}

/** Throws AppError 'not-found' for what is not the person's. */
export function removeView(tx: WriteTx, id: string, act: ViewAct): void {
  if (!listViews(tx, act.actor).some((each) => each.id === id)) throw new AppError('not-found', 'not-found');
  perform(tx, { kind: VIEW_REMOVE, viewId: id, args: {}, actor: act.actor }, act);
}

export function reorderViews(tx: WriteTx, ids: readonly string[], act: ViewAct): void {
  perform(tx, { kind: VIEW_REORDER, viewId: act.actor, args: { ids: [...ids] }, actor: act.actor }, act);
}

/** The op, and its fold over the person's views. */
function perform(tx: WriteTx, op: ViewOp, { opId, now }: ViewAct): void {
  const { kind, viewId, args, actor } = op;
  appendOp(tx, { id: opId, kind, entity: VIEW, entityId: viewId, args, actor, occurredAt: now });
  const views = new Map(listViews(tx, actor).map((view) => [view.id, view]));
  foldViewOp(views, op);
  replaceViews(tx, actor, viewsOf(views, actor));
  tx.emit('views.changed', {});
}

export function replaceViews(tx: WriteTx, owner: string, views: readonly SavedView[]): void {
  tx.run('DELETE FROM saved_view WHERE owner = ?', [owner]);
  for (const { id, position, definition } of views) {
    tx.run('INSERT INTO saved_view (id, owner, position, definition) VALUES (?, ?, ?, ?)', [
      id,
      owner,
      position,
      JSON.stringify(definition),
    ]);
  }
}

function viewOf({ definition, ...row }: ViewRow): SavedView {
  return { ...row, definition: JSON.parse(definition) as ViewDefinition };
}
