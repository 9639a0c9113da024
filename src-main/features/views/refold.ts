import { foldViewOp, viewsOf } from '#shared/domain/exceptions/saved-view.ts';
import type { SavedView } from '#shared/domain/exceptions/saved-view.ts';
import { canonicalJson } from '#shared/kernel/canonical-json.ts';
import type { ReadTx, WriteTx } from '../../ledger/index.ts';
import { listEntityLogs } from '../../ledger/index.ts';
import { listViews, replaceViews, VIEW } from './store.ts';

/** Folds the views of whoever acted on this one anew: places among each other are the fold of them all. */
export function refoldViews(tx: WriteTx, viewId: string): void {
  const owners = tx.pluckAll<string>(
    `SELECT actor FROM op WHERE entity = @entity AND entity_id = @id
       UNION SELECT actor FROM decided_op WHERE entity = @entity AND entity_id = @id
       UNION SELECT owner FROM saved_view WHERE id = @id`,
    { entity: VIEW, id: viewId },
  );
  const views = foldAllViews(tx);
  for (const owner of owners) {
    const after = viewsOf(views, owner);
    if (canonicalJson(after) === canonicalJson(listViews(tx, owner))) continue;
    replaceViews(tx, owner, after);
    tx.emit('views.changed', {});
  }
}

/** Everybody's saved views as the ops make them. */
export function foldAllViews(tx: ReadTx): Map<string, SavedView> {
  const views = new Map<string, SavedView>();
  for (const { kind, entityId, args, actor } of listEntityLogs(tx, VIEW)) {
    if (args !== undefined) foldViewOp(views, { kind, viewId: entityId, args, actor });
  }
  return views;
}
