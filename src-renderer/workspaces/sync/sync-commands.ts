import { useMemo } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { useCommands } from '#renderer/ui/keyboard/commands.ts';
import type { Command } from '#renderer/ui/keyboard/commands.ts';
import { confirmHere, exportDiagnosis, moveItem, moveLine, openHere, pickAll, pickHere, present, takeNoteHere } from './sync-acts.ts';
import { TABS, showTab, syncStore } from './sync-store.ts';

/** Name of the field for a word to the other person. */
export const NOTE_NAME = 'sync-note';
const isOnButton = () => document.activeElement instanceof HTMLButtonElement;
const isOnTab = () => document.activeElement?.getAttribute('role') === 'tab';
const hasItem = () => present() !== undefined;
const hasFields = () => (present()?.fields.length ?? 0) > 0;
const isListed = (...tabs: readonly string[]) => tabs.includes(syncStore.getState().tab ?? '') && hasItem();

function moveCommands(t: Text): readonly Command[] {
  return [
    { id: 'next', title: t('sync:commands.next'), keys: ['ArrowDown'], run: () => moveLine(1), when: hasItem, palette: false },
    { id: 'before', title: t('sync:commands.before'), keys: ['ArrowUp'], run: () => moveLine(-1), when: hasItem, palette: false },
    { id: 'next-item', title: t('sync:commands.nextItem'), keys: ['KeyJ'], run: () => moveItem(1), when: hasItem, palette: false },
    { id: 'before-item', title: t('sync:commands.beforeItem'), keys: ['KeyK'], run: () => moveItem(-1), when: hasItem, palette: false },
    ...TABS.map((tab, index) => ({
      id: `tab-${tab}`,
      title: t(`sync:tabs.${tab}`),
      keys: [`Digit${index + 1}`],
      run: () => showTab(tab),
      when: () => syncStore.getState().tab !== null,
    })),
  ].map((command) => ({ ...command, group: t('screens:sync.title') }));
}

function conflictCommands(t: Text): readonly Command[] {
  const canPick = () => hasFields() && !isOnTab();
  return [
    { id: 'mine', title: t('sync:commands.mine'), keys: ['ArrowLeft'], run: () => pickHere('mine'), when: canPick },
    { id: 'theirs', title: t('sync:commands.theirs'), keys: ['ArrowRight'], run: () => pickHere('theirs'), when: canPick },
    { id: 'all-mine', title: t('sync:commands.allMine'), keys: ['Shift+ArrowLeft'], run: () => pickAll('mine'), when: canPick },
    { id: 'all-theirs', title: t('sync:commands.allTheirs'), keys: ['Shift+ArrowRight'], run: () => pickAll('theirs'), when: canPick },
    {
      id: 'confirm',
      title: t('sync:commands.confirm'),
      keys: ['Enter', 'Ctrl+Enter'],
      run: () => void confirmHere(),
      when: () => hasFields() && !isOnButton(),
    },
    {
      id: 'note',
      title: t('sync:commands.note'),
      keys: ['KeyN'],
      run: () => document.querySelector<HTMLElement>(`[name="${NOTE_NAME}"]`)?.focus(),
      when: hasFields,
    },
  ].map((command) => ({ ...command, group: t('screens:sync.title') }));
}

function itemCommands(t: Text): readonly Command[] {
  const group = t('screens:sync.title');
  return [
    { id: 'open', title: t('sync:commands.open'), keys: ['KeyO'], group, run: openHere, when: () => isListed('failures', 'conflicts') },
    { id: 'seen', title: t('sync:commands.seen'), keys: ['KeyD'], group, run: takeNoteHere, when: () => isListed('failures', 'conflicts') },
    { id: 'export', title: t('sync:commands.export'), keys: ['KeyE'], group, run: () => void exportDiagnosis() },
  ];
}

export function syncCommands(t: Text): readonly Command[] {
  return [...moveCommands(t), ...conflictCommands(t), ...itemCommands(t)];
}

export function useSyncCommands(): void {
  const t = useText();
  const commands = useMemo(() => syncCommands(t), [t]);
  useCommands('sync', commands);
}
