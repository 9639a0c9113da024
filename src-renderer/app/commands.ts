import { useMemo } from 'react';
import { api } from '../api/client.ts';
import { shell } from '../api/shell.ts';
import { EVERYWHERE } from '../features/keys/key-conflicts.ts';
import { keyDialog } from '../features/keys/key-dialog.ts';
import { goTo } from '../features/navigation/navigation.ts';
import { mayNow } from '../features/session/may.ts';
import { statusLine } from '../features/status-line/status-line.ts';
import { chooseLooks, nextTextScale, viewSettings } from '../features/view-settings/view-settings.ts';
import { hasServer, syncNow } from '../features/sync/sync-now.ts';
import { useText } from '../i18n/text.ts';
import type { Text } from '../i18n/text.ts';
import { useCommands } from '../ui/keyboard/commands.ts';
import type { Command } from '../ui/keyboard/commands.ts';
import { isTypingTarget } from '../ui/keyboard/dispatch.ts';
import { appLayers } from './app-state.ts';
import { openFromClipboard } from './clipboard-numbers.ts';
import { askToQuit } from './closing.ts';
import { goKeys } from './go-keys.ts';
import { openPalette } from './palette-state.ts';
import { SCREENS } from './screens.ts';

export const SEARCH_FIELD_ID = 'list-search';
/** The box of the search over the whole ledger, on its screen. */
const LEDGER_SEARCH_ID = 'ledger-search';

function setTextScale(textScale: number): void {
  // A size that could not be kept goes back by itself.
  if (textScale !== viewSettings.getState().textScale) chooseLooks({ textScale }).catch(() => undefined);
}

/** In a field Ctrl Z belongs to the text. */
function canUndo(): boolean {
  return statusLine.getState().lastAct?.undo !== undefined && !isTypingTarget(document.activeElement);
}

function focusSearch(): void {
  const field =
    document.querySelector<HTMLInputElement>(`#${LEDGER_SEARCH_ID}`) ?? document.querySelector<HTMLInputElement>(`#${SEARCH_FIELD_ID}`);
  field?.focus();
  field?.select();
}

export function openKeySettings(): void {
  goTo('/settings');
  keyDialog.setState({ open: true });
}

function goCommands(t: Text): readonly Command[] {
  const onRail = SCREENS.filter((screen) => screen.rail);
  return onRail.map((screen, index) => ({
    id: `go-${screen.id}`,
    title: t('frame:commands.goTo', { screen: t(screen.title) }),
    keys: goKeys(screen.id, index + 1),
    group: t('keys:groups.go'),
    run: () => goTo(screen.route),
    when: () => screen.act === undefined || mayNow(screen.act),
    whyNot: t('reasons:not-permitted.happened'),
  }));
}

const words = (keywords: string): readonly string[] => keywords.split('、');

function actCommands(t: Text): readonly Command[] {
  return [
    {
      id: 'palette',
      inLayers: true,
      title: t('keys:commands.palette'),
      keys: ['Ctrl+KeyK'],
      keywords: words(t('keys:keywords.palette')),
      run: () => openPalette(),
    },
    {
      id: 'search',
      title: t('frame:commands.search'),
      keys: ['Slash'],
      keywords: words(t('keys:keywords.search')),
      run: focusSearch,
    },
    {
      id: 'find',
      title: t('search:screen'),
      keys: ['Ctrl+KeyF', ...goKeys('search', 0)],
      keywords: words(t('keys:keywords.search')),
      run: () => goTo('/search'),
    },
    {
      id: 'clipboard',
      title: t('keys:commands.clipboard'),
      keys: ['KeyC'],
      keywords: words(t('keys:keywords.clipboard')),
      run: openFromClipboard,
    },
    {
      id: 'sync-now',
      title: t('sync:commands.now'),
      keys: ['F5'],
      keywords: words(t('keys:keywords.syncNow')),
      run: () => void syncNow(),
      when: hasServer,
      whyNot: t('sync:commands.noServer'),
    },
    {
      id: 'undo',
      title: t('frame:undo'),
      keys: ['Ctrl+KeyZ'],
      keywords: words(t('keys:keywords.undo')),
      run: () => statusLine.getState().lastAct?.undo?.(),
      when: canUndo,
      whyNot: t('keys:commands.nothingToUndo'),
      fixed: true,
    },
    {
      id: 'export',
      title: t('keys:commands.export'),
      keys: ['Ctrl+KeyE'],
      keywords: words(t('keys:keywords.export')),
      run: () => goTo('/exports'),
    },
    {
      id: 'print',
      inLayers: true,
      title: t('keys:commands.print'),
      keys: ['Ctrl+KeyP'],
      keywords: words(t('keys:keywords.print')),
      run: () => void shell('print', {}),
    },
  ].map((command) => ({ ...command, group: t('keys:groups.app') }));
}

function appCommands(t: Text): readonly Command[] {
  const sheet = () => appLayers.setState({ keySheet: true });
  return [
    { id: 'menu', title: t('keys:menu.app'), keys: ['F10'], fixed: true, palette: false, run: () => appLayers.setState({ menu: true }) },
    {
      id: 'key-sheet',
      title: t('keys:sheet.title'),
      keys: ['F1', 'Shift+Slash'],
      keywords: words(t('keys:keywords.keySheet')),
      run: sheet,
    },
    {
      id: 'key-settings',
      title: t('keys:commands.keySettings'),
      keys: [],
      keywords: words(t('keys:keywords.keySheet')),
      run: openKeySettings,
    },
    {
      id: 'lock',
      inLayers: true,
      title: t('frame:commands.lock'),
      keys: ['Ctrl+KeyL'],
      keywords: words(t('keys:keywords.lock')),
      run: () => void api.session.lock({}),
    },
    { id: 'quit', title: t('keys:commands.quit'), keys: [], run: askToQuit },
  ].map((command) => ({ ...command, group: t('keys:groups.app') }));
}

function viewCommands(t: Text): readonly Command[] {
  const scale = () => viewSettings.getState().textScale;
  const larger = () => setTextScale(nextTextScale(scale(), 1));
  const smaller = () => setTextScale(nextTextScale(scale(), -1));
  return [
    {
      id: 'text-larger',
      title: t('frame:commands.textLarger'),
      keys: ['Ctrl+Equal', 'Ctrl+NumpadAdd'],
      keywords: words(t('keys:keywords.textLarger')),
      run: larger,
    },
    {
      id: 'text-smaller',
      title: t('frame:commands.textSmaller'),
      keys: ['Ctrl+Minus'],
      keywords: words(t('keys:keywords.textSmaller')),
      run: smaller,
    },
    { id: 'text-normal', title: t('frame:commands.textNormal'), keys: ['Ctrl+Digit0'], run: () => setTextScale(1) },
  ].map((command) => ({ ...command, group: t('keys:groups.view'), inLayers: true }));
}

/** Commands of every screen: workspaces, palette, search, undo, print, lock, key sheet, text size. */
export function frameCommands(t: Text): readonly Command[] {
  return [...goCommands(t), ...actCommands(t), ...appCommands(t), ...viewCommands(t)];
}

export function useFrameCommands(): void {
  const t = useText();
  const commands = useMemo(() => frameCommands(t), [t]);
  useCommands(EVERYWHERE, commands);
}
