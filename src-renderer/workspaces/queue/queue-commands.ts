import { useMemo } from 'react';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { text, useText } from '#renderer/i18n/text.ts';
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

/** Keys of the queue; single ones act on the marked rows, else on the one under the cursor. */
export function useQueueCommands(): void {
  const t = useText();
  const commands = useMemo<readonly Command[]>(() => {
    const group = t('queue:groups.queue');
    const types = t('queue:groups.types');
    const grid = t('queue:groups.grid');
    const hasRow = () => cursorRow() !== undefined;
    const act = (id: string, title: string, keys: readonly string[], run: () => void): Command => ({ id, title, keys, run, group, when: hasRow });
    const shown = (id: string, title: string, keys: readonly string[]): Command => ({ id, title, keys, group: grid, run: () => undefined, dispatch: false });
    return [
      { id: 'accept', title: t('queue:commands.accept'), keys: ['Enter'], group, run: enter, when: () => hasRow() && !isOnButton() },
      act('claim', t('queue:acts.claim'), ['KeyA'], claim),
      act('follow-up', t('queue:acts.followUp'), ['KeyN'], () => openForm('follow-up')),
      act('feedback', t('queue:acts.feedback'), ['KeyF'], () => openForm('feedback')),
      act('stage', t('queue:acts.stage'), ['KeyL'], () => openForm('stage')),
      act('confirm', t('queue:acts.confirm'), ['KeyY'], confirmSelfCleared),
      act('close', t('queue:acts.close'), ['KeyZ'], () => openForm('close')),
      act('record', t('queue:acts.record'), ['KeyR'], () => openForm('record')),
      act('copy', t('queue:commands.copy'), ['Period'], copyNumber),
      { id: 'panel', title: t('queue:commands.panel'), keys: ['Space', 'BracketRight'], group, run: togglePanel, when: () => !isOnButton() },
      { id: 'views', title: t('queue:commands.viewsBar'), keys: ['BracketLeft'], group, run: () => queueStore.setState(({ viewsOpen }) => ({ viewsOpen: !viewsOpen })) },
      { id: 'escape', title: t('common:close'), keys: ['Escape'], group, run: escape },
      ...TYPE_KEYS.map(([type, key]) => ({
        id: `type-${type}`,
        title: t('queue:commands.setType', { type: t(`words:type.${type}`) }),
        keys: [key],
        group: types,
        run: () => setType(type),
        when: hasRow,
      })),
      shown('move', t('queue:commands.move'), ['KeyJ', 'KeyK', 'ArrowDown', 'ArrowUp']),
      shown('page', t('queue:commands.page'), ['PageDown', 'PageUp']),
      shown('ends', t('queue:commands.ends'), ['Home', 'End']),
      shown('select', t('queue:commands.select'), ['KeyX']),
      shown('extend', t('queue:commands.extend'), ['Shift+ArrowDown', 'Shift+ArrowUp']),
      shown('select-all', t('queue:commands.selectAll'), ['Ctrl+KeyA']),
    ];
  }, [t]);
  useCommands('queue', commands);
}
