import { useMemo } from 'react';
import { mayNow } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import { useCommands } from '#renderer/ui/keyboard/commands.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';
import { isTypingTarget } from '#renderer/ui/keyboard/dispatch.ts';
import { claim, confirmSelfCleared, setType, wake } from './acts.ts';
import { copyNumber, explainClock } from './row-acts.ts';
import { enter, escape, fold, nextView, openForm, toggleGrouping, togglePanel, toggleViews } from './queue-moves.ts';
import { beginAtTop } from './streak-moves.ts';
import { TYPE_KEYS } from './row-facts.ts';
import { queueGrid, queueStore } from './queue-store.ts';
import { undoLast } from './undo.ts';

const isOnButton = () => document.activeElement instanceof HTMLButtonElement || document.activeElement?.tagName === 'SUMMARY';
const hasRow = () => cursorId(queueGrid.getState()) !== null;
const onGroup = () => (cursorId(queueGrid.getState()) ?? 0) < 0;
const isGrouped = () => queueStore.getState().grouped;

/** A row to act on, and a role that may. */
function mayAct(): boolean {
  return hasRow() && mayNow('exception.act');
}

/** Acts on the marked rows, else on the row or the group under the cursor. */
function actCommands(t: Text): readonly Command[] {
  const group = t('queue:groups.queue');
  const acts = [
    { id: 'claim', title: t('queue:acts.claim'), keys: ['KeyA'], run: claim },
    { id: 'transfer', title: t('queue:acts.transfer'), keys: ['KeyR'], run: () => openForm('transfer') },
    { id: 'stage', title: t('queue:acts.stage'), keys: ['KeyL'], run: () => openForm('stage') },
    { id: 'macro', title: t('queue:acts.macro'), keys: ['KeyM'], run: () => openForm('macro') },
    { id: 'follow-up', title: t('queue:acts.followUp'), keys: ['KeyN'], run: () => openForm('follow-up') },
    { id: 'push', title: t('queue:acts.push'), keys: ['KeyP'], run: () => openForm('push') },
    { id: 'waive-push', title: t('queue:acts.waivePush'), keys: ['Shift+KeyP'], run: () => openForm('waive-push') },
    { id: 'next', title: t('queue:acts.next'), keys: ['KeyD'], run: () => openForm('next') },
    { id: 'snooze', title: t('queue:acts.snooze'), keys: ['KeyW'], run: () => openForm('snooze') },
    { id: 'wake', title: t('queue:acts.wake'), keys: ['Shift+KeyW'], run: wake },
    { id: 'feedback', title: t('queue:acts.feedback'), keys: ['KeyF'], run: () => openForm('feedback') },
    { id: 'confirm', title: t('queue:acts.confirm'), keys: ['KeyY'], run: confirmSelfCleared },
    { id: 'close', title: t('queue:acts.close'), keys: ['KeyZ'], run: () => openForm('close') },
    { id: 'record', title: t('queue:acts.record'), keys: ['KeyI'], run: () => openForm('record') },
  ];
  const looks = [
    { id: 'copy', title: t('queue:commands.copy'), keys: ['Period'], run: copyNumber },
    { id: 'clock', title: t('queue:commands.clock'), keys: ['KeyE'], run: explainClock },
  ];
  const whyNot = t('queue:commands.noRow');
  return [
    ...acts.map((act): Command => ({ ...act, group, when: mayAct, whyNot, menu: 'row' })),
    ...looks.map((look): Command => ({ ...look, group, when: hasRow, whyNot, menu: 'row' })),
  ];
}

function viewCommands(t: Text): readonly Command[] {
  const group = t('queue:groups.queue');
  const saveView = () => queueStore.setState({ dialog: { kind: 'save-view', viewId: null } });
  return [
    { id: 'accept', title: t('queue:commands.accept'), keys: ['Enter'], group, run: enter, when: () => mayAct() && !isOnButton() },
    { id: 'panel', title: t('queue:commands.panel'), keys: ['Space', 'BracketRight'], group, run: togglePanel, when: () => !isOnButton() },
    { id: 'views', title: t('queue:commands.viewsBar'), keys: ['BracketLeft'], group, run: toggleViews },
    { id: 'view-next', title: t('queue:commands.viewNext'), keys: ['Ctrl+PageDown'], group, run: () => nextView(1) },
    { id: 'view-before', title: t('queue:commands.viewBefore'), keys: ['Ctrl+PageUp'], group, run: () => nextView(-1) },
    { id: 'view-save', title: t('queue:commands.viewSave'), keys: ['Ctrl+KeyS'], group, run: saveView },
    { id: 'group', title: t('queue:commands.group'), keys: ['KeyV'], group, run: toggleGrouping },
    { id: 'unfold', title: t('queue:commands.unfold'), keys: ['ArrowRight'], group, run: () => fold(true), when: onGroup, palette: false },
    { id: 'fold', title: t('queue:commands.fold'), keys: ['ArrowLeft'], group, run: () => fold(false), when: isGrouped, palette: false },
    {
      id: 'columns',
      title: t('queue:commands.columns'),
      keys: ['KeyO'],
      group,
      run: () => queueStore.setState({ dialog: { kind: 'columns' } }),
    },
    { id: 'streak', title: t('queue:streak.begin'), keys: ['KeyS'], group, run: beginAtTop, when: mayAct },
    {
      id: 'undo',
      title: t('queue:commands.undo'),
      keys: ['Ctrl+KeyZ'],
      group,
      run: () => void undoLast(),
      when: () => !isTypingTarget(document.activeElement),
    },
    { id: 'escape', title: t('common:close'), keys: ['Escape'], group, run: escape, fixed: true, palette: false },
  ];
}

function typeCommands(t: Text): readonly Command[] {
  return TYPE_KEYS.map(([type, key]) => ({
    id: `type-${type}`,
    title: t('queue:commands.setType', { type: t(`words:type.${type}`) }),
    keys: [key],
    group: t('queue:groups.types'),
    run: () => setType(type),
    when: mayAct,
    whyNot: t('queue:commands.noRow'),
    menu: 'row',
  }));
}

/** Moves and marks are the grid's own keys; here they only stand in the key sheet. */
function gridCommands(t: Text): readonly Command[] {
  const group = t('queue:groups.grid');
  const keys = [
    { id: 'move', title: t('queue:commands.move'), keys: ['KeyJ', 'KeyK', 'ArrowDown', 'ArrowUp'] },
    { id: 'page', title: t('queue:commands.page'), keys: ['PageDown', 'PageUp'] },
    { id: 'ends', title: t('queue:commands.ends'), keys: ['Home', 'End'] },
    { id: 'select', title: t('queue:commands.select'), keys: ['KeyX'] },
    { id: 'extend', title: t('queue:commands.extend'), keys: ['Shift+ArrowDown', 'Shift+ArrowUp'] },
    { id: 'select-all', title: t('queue:commands.selectAll'), keys: ['Ctrl+KeyA'] },
  ];
  return keys.map((key) => ({ ...key, group, run: () => undefined, dispatch: false }));
}

/** All that the queue can do, for its keys, menus, the palette and the list of keys to change. */
export function queueCommands(t: Text): readonly Command[] {
  return [...viewCommands(t), ...actCommands(t), ...typeCommands(t), ...gridCommands(t)];
}

/** Keys of the queue; single ones rest while text is typed. */
export function useQueueCommands(): void {
  const t = useText();
  const commands = useMemo(() => queueCommands(t), [t]);
  useCommands('queue', commands);
}
