import { api } from '#renderer/api/client.ts';
import { asCallError } from '#renderer/api/call-error.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { movedTo } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { showReport } from './act-report.ts';
import { actName } from './act-words.ts';
import { queueGrid, queueRows } from './queue-store.ts';
import { actsSettled, forgetAct, recentAct } from './recent-acts.ts';
import type { RecentAct } from './recent-acts.ts';
import { noteUndone } from './streak.ts';

type Undone = { actId: string; kind: string; count: number; mailNo: string };
let turn: Promise<void> = Promise.resolve();

/** Takes back the person's last act, however often it is asked: one after the other. */
export function undoLast(): Promise<void> {
  return inTurn(() => undo(undefined, () => api.undo.last({})));
}

/** Takes back one act, a batch whole. */
export function undoOf(actId: string): Promise<void> {
  return inTurn(() => undo(actId, () => api.undo.run({ actId })));
}

function inTurn(work: () => Promise<void>): Promise<void> {
  turn = turn.then(actsSettled).then(work);
  return turn;
}

/** Shown at once; an undo that may not be is refused in words, where the act was told. */
async function undo(actId: string | undefined, ask: () => Promise<Undone>): Promise<void> {
  const act = recentAct(actId);
  if (act) showAsBefore(act);
  showReport(null);
  showAct({ words: text('queue:undo.running'), state: 'saving' });
  try {
    const undone = await ask();
    const known = recentAct(undone.actId);
    if (known) forgetAct(known);
    if (act !== undefined && act !== known) queueRows.refresh([...act.ids]);
    // The ledger knows a quick reply as the follow-up that it wrote.
    const words = { act: actName(known?.kind ?? undone.kind), count: formatCount(undone.count), mailNo: undone.mailNo };
    showAct({ words: text(undone.count === 1 ? 'queue:undo.one' : 'queue:undo.many', words), state: 'saved' });
  } catch (thrown) {
    if (act) queueRows.refresh([...act.ids]);
    const { happened, doThis } = reasonText(asCallError(thrown).reason);
    showAct({ words: text('queue:undo.refused', { happened, doThis }), state: 'failed' });
  }
}

/** The rows as they were, and the cursor on the first of them. */
function showAsBefore({ ids, before }: RecentAct): void {
  for (const row of before) queueRows.patch(row.id, row);
  noteUndone(ids);
  stepGrid(queueGrid, (state) => {
    const position = state.ids.findIndex((id) => ids.includes(id));
    return position < 0 || ids.length > 1 ? state : movedTo(state, position);
  });
}
