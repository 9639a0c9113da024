import { api } from '#renderer/api/client.ts';
import { CallError, asCallError } from '#renderer/api/call-error.ts';
import { fetchQueryOf, knownOf } from '#renderer/api/queries.ts';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { cleared, cursorId, isGroupId, movedTo, nextRow, rowsBehind, targets } from '#renderer/ui/grid/grid-state.ts';
import { stepGrid } from '#renderer/ui/grid/grid-store.ts';
import { patchOf } from './act-patch.ts';
import type { ActContext, QueueAct } from './act-patch.ts';
import { showReport } from './act-report.ts';
import type { Refusal } from './act-report.ts';
import { doneWords } from './act-words.ts';
import { loadGroup } from './grouping.ts';
import { queueGrid, queueRows, queueStore } from './queue-store.ts';
import type { AbnormalType, QueueRow } from './queue-store.ts';
import { follow, forgetAct, rememberAct } from './recent-acts.ts';
import type { RecentAct } from './recent-acts.ts';
import { awaitsDecision } from './row-facts.ts';
import { noteDone, streakStore } from './streak.ts';
import { undoLast, undoOf } from './undo.ts';

/** The most that one act may take on, as the contract says. */
const MOST = 20_000;

function contextNow(): ActContext {
  const people = knownOf(api.people.list, {})?.people ?? [];
  const me = knownOf(api.session.state, {})?.person ?? null;
  return {
    now: presentMoment(),
    me,
    macros: knownOf(api.queue.phrases, {})?.macros ?? [],
    nameOf: (personId) => people.find(({ id }) => id === personId)?.name ?? '',
  };
}

/** Ids that an act applies to: marked rows, else the row or the whole group under the cursor. */
export async function targetIds(): Promise<readonly number[]> {
  const grid = queueGrid.getState();
  const id = cursorId(grid);
  const isUnknownGroup = grid.selected.size === 0 && id !== null && isGroupId(id) && rowsBehind(grid, id).length === 0;
  return isUnknownGroup ? loadGroup(id) : targets(grid);
}

/** Shows an act at once, tells it saved only after the engine answered, names every refusal. */
export function perform(ids: readonly number[], act: QueueAct): Promise<boolean> {
  if (ids.length === 0) return Promise.resolve(false);
  if (ids.length > MOST) {
    showAct({ words: text('queue:tooMany', { most: formatCount(MOST) }), state: 'failed' });
    return Promise.resolve(false);
  }
  return follow(performNow(ids, act));
}

async function performNow(ids: readonly number[], act: QueueAct): Promise<boolean> {
  const context = contextNow();
  const before = ids.flatMap((id) => queueRows.get(id) ?? []);
  const recent: RecentAct = { actId: null, kind: act.kind, ids, before };
  rememberAct(recent);
  for (const row of before) queueRows.patch(row.id, patchOf(row, act, context));
  showAct({ words: doneWords(act, ids.length, context.nameOf), state: 'saving', undo: () => void undoLast() });
  try {
    const { actId, applied, refused } = await api.queue.act({ act, ids: [...ids] });
    recent.actId = actId;
    if (applied === 0) forgetAct(recent);
    if (refused.length > 0) queueRows.refresh(before.map(({ id }) => id));
    tell(doneWords(act, applied, context.nameOf), ids.length, { actId, applied, refused });
    return refused.length === 0;
  } catch (thrown) {
    forgetAct(recent);
    queueRows.refresh(before.map(({ id }) => id));
    showAct({ words: reasonText(asCallError(thrown).reason).happened, state: 'failed' });
    queueStore.setState({ error: thrown });
    return false;
  }
}

type Outcome = { actId: string; applied: number; refused: readonly Refusal[] };

function tell(words: string, asked: number, { actId, applied, refused }: Outcome): void {
  const [first] = refused;
  const undo = applied === 0 ? {} : { undo: () => void undoOf(actId) };
  if (first === undefined) showAct({ words, state: 'saved', ...undo });
  else if (asked === 1) {
    showAct({ words: reasonText(first.reason).happened, state: 'failed' });
    queueStore.setState({ error: new CallError({ code: 'conflict', reason: first.reason, detail: first.detail }) });
  } else {
    const partly = text('queue:done.partly', { words, failed: refused.length, reason: reasonText(first.reason).happened });
    showAct({ words: applied === 0 ? reasonText(first.reason).happened : partly, state: applied === 0 ? 'failed' : 'saved', ...undo });
  }
  if (asked > 1) showReport({ words: applied === 0 ? text('queue:report.none') : words, actId: applied === 0 ? null : actId, refused });
}

/** Runs on the targets, then unmarks them; `onward` when the row is thereby dealt with. */
async function performOnTargets(act: QueueAct, onward = false): Promise<boolean> {
  try {
    const ids = await targetIds();
    const many = queueGrid.getState().selected.size > 0 || ids.length > 1;
    const done = perform(ids, act);
    if (many) stepGrid(queueGrid, cleared);
    if (onward) goOn(ids);
    return await done;
  } catch (thrown) {
    queueStore.setState({ error: thrown });
    return false;
  }
}

/** In 连续处理 a row that is dealt with counts, and the next one comes. */
function goOn(ids: readonly number[]): void {
  noteDone(ids, presentMoment());
  if (streakStore.getState().streak !== null) stepOn();
}

/** To the next row of those that come; heads of groups are passed over. */
export function stepOn(): void {
  stepGrid(queueGrid, (state) => {
    const next = nextRow(state, state.cursor + 1);
    return movedTo(state, next < 0 ? state.cursor + 1 : next);
  });
}

export function claim(): void {
  void performOnTargets({ kind: 'claim' });
}

export function setType(type: AbnormalType): void {
  void performOnTargets({ kind: 'set-type', type });
}

export function confirmSelfCleared(): void {
  void performOnTargets({ kind: 'confirm-self-cleared' }, true);
}

export function wake(): void {
  void performOnTargets({ kind: 'wake' });
}

/** What a form of the panel has asked for. */
export function performForm(act: QueueAct): Promise<boolean> {
  return performOnTargets(act, true);
}

/**
 * Enter: takes the suggestion of the row (or of all marked ones) as it is shown, and goes to the
 * next row. The engine fills in what the screen need not know.
 */
export function acceptSuggestion(): void {
  const grid = queueGrid.getState();
  if (grid.selected.size > 0) return void performOnTargets({ kind: 'accept' }, true);
  const id = cursorId(grid);
  const row: QueueRow | undefined = id === null ? undefined : queueRows.get(id);
  if (id === null || row === undefined || !awaitsDecision(row)) return;
  stepOn();
  noteDone([id], presentMoment());
  void perform([id], { kind: 'accept' });
}

/** Words of macros, people and the suggestion are read before they are needed. */
export function readAhead(): void {
  void fetchQueryOf(api.queue.phrases, {}).catch(() => undefined);
  void fetchQueryOf(api.people.list, {}).catch(() => undefined);
}
