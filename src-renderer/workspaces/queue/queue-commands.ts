import { useMemo } from 'react';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { text, useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import { useCommands } from '#renderer/ui/keyboard/commands.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';
import { acceptSuggestion, claim, confirmSelfCleared, setType } from './acts.ts';
import { TYPE_KEYS, awaitsDecision } from './row-facts.ts';
import { queueGrid, queueRows, queueStore } from './queue-store.ts';
import type { OpenForm, QueueRow } from './queue-store.ts';

/** Ref of the grid: acts give the focus back to it. */
export const gridElement: { current: HTMLDivElement | null } = { current: null };

export function focusGrid(): void {
  gridElement.current?.focus({ preventScroll: true });
}

export function togglePanel(): void {
  queueStore.setState(({ panelOpen }) => ({ panelOpen: !panelOpen, form: null }));
}

export function openForm(form: OpenForm): void {
  queueStore.setState({ panelOpen: true, form });
}

export function closeForm(): void {
  queueStore.setState({ form: null });
  focusGrid();
}

export function cursorRow(): QueueRow | undefined {
  const id = cursorId(queueGrid.getState());
  return id === null ? undefined : queueRows.get(id);
}

export function copyNumber(): void {
  const row = cursorRow();
  if (row === undefined) return;
  void navigator.clipboard.writeText(row.mailNo);
  showAct({ words: text('queue:done.copied', { mailNo: row.mailNo }), state: 'saved' });
}

/** Enter: take the suggestion while one waits, else open the panel. */
function enter(): void {
  const row = cursorRow();
  if (row && awaitsDecision(row)) void acceptSuggestion();
  else queueStore.setState({ panelOpen: true });
}

function escape(): void {
  const { form } = queueStore.getState();
  if (form !== null) closeForm();
  else queueStore.setState({ error: null });
}

const isOnButton = () => document.activeElement instanceof HTMLButtonElement || document.activeElement?.tagName === 'SUMMARY';
const hasRow = () => cursorRow() !== undefined;
const toggleViews = () => queueStore.setState(({ viewsOpen }) => ({ viewsOpen: !viewsOpen }));

/** Acts on the marked rows, else on the one under the cursor. */
function actCommands(t: Text): readonly Command[] {
  const group = t('queue:groups.queue');
  const acts = [
    { id: 'claim', title: t('queue:acts.claim'), keys: ['KeyA'], run: claim },
    { id: 'follow-up', title: t('queue:acts.followUp'), keys: ['KeyN'], run: () => openForm('follow-up') },
    { id: 'feedback', title: t('queue:acts.feedback'), keys: ['KeyF'], run: () => openForm('feedback') },
    { id: 'stage', title: t('queue:acts.stage'), keys: ['KeyL'], run: () => openForm('stage') },
    { id: 'confirm', title: t('queue:acts.confirm'), keys: ['KeyY'], run: confirmSelfCleared },
    { id: 'close', title: t('queue:acts.close'), keys: ['KeyZ'], run: () => openForm('close') },
    { id: 'record', title: t('queue:acts.record'), keys: ['KeyR'], run: () => openForm('record') },
    { id: 'copy', title: t('queue:commands.copy'), keys: ['Period'], run: copyNumber },
  ];
  return acts.map((act) => ({ ...act, group, when: hasRow, whyNot: t('queue:commands.noRow'), menu: 'row' }));
}

function viewCommands(t: Text): readonly Command[] {
  const group = t('queue:groups.queue');
  return [
    { id: 'accept', title: t('queue:commands.accept'), keys: ['Enter'], group, run: enter, when: () => hasRow() && !isOnButton() },
    { id: 'panel', title: t('queue:commands.panel'), keys: ['Space', 'BracketRight'], group, run: togglePanel, when: () => !isOnButton() },
    { id: 'views', title: t('queue:commands.viewsBar'), keys: ['BracketLeft'], group, run: toggleViews },
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
    when: hasRow,
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
