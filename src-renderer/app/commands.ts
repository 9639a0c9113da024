import { useMemo } from 'react';
import { create } from 'zustand';
import { api } from '../api/client.ts';
import { goTo } from '../features/navigation/navigation.ts';
import { chooseLooks, nextTextScale, viewSettings } from '../features/view-settings/view-settings.ts';
import { statusLine } from '../features/status-line/status-line.ts';
import { useText } from '../i18n/text.ts';
import { useCommands } from '../ui/keyboard/commands.ts';
import type { Command } from '../ui/keyboard/commands.ts';
import { isTypingTarget } from '../ui/keyboard/dispatch.ts';
import { SCREENS } from './screens.ts';

export const SEARCH_FIELD_ID = 'list-search';
export const keySheetOpen = create<{ readonly open: boolean }>(() => ({ open: false }));

function setTextScale(textScale: number): void {
  // A size that could not be kept goes back by itself.
  if (textScale !== viewSettings.getState().textScale) chooseLooks({ textScale }).catch(() => undefined);
}

/** In a field Ctrl Z belongs to the text. */
function canUndo(): boolean {
  return statusLine.getState().lastAct?.undo !== undefined && !isTypingTarget(document.activeElement);
}

function focusSearch(): void {
  const field = document.querySelector<HTMLInputElement>(`#${SEARCH_FIELD_ID}`);
  field?.focus();
  field?.select();
}

/** Commands of every screen: workspaces, search, lock, key sheet, text size. */
export function useFrameCommands(): void {
  const t = useText();
  const commands = useMemo<readonly Command[]>(() => {
    const group = t('common:app');
    const scale = () => viewSettings.getState().textScale;
    const goToScreens = SCREENS.filter((screen) => screen.rail).map((screen, index) => ({
      id: `go-${screen.id}`,
      title: t('frame:commands.goTo', { screen: t(screen.title) }),
      keys: index < 9 ? [`Ctrl+Digit${index + 1}`] : [],
      group,
      run: () => goTo(screen.route),
    }));
    return [
      ...goToScreens,
      { id: 'search', title: t('frame:commands.search'), keys: ['Ctrl+KeyF', 'Slash'], group, run: focusSearch },
      { id: 'undo', title: t('frame:undo'), keys: ['Ctrl+KeyZ'], group, run: () => statusLine.getState().lastAct?.undo?.(), when: canUndo },
      { id: 'lock', title: t('frame:commands.lock'), keys: ['Ctrl+KeyL'], group, run: () => void api.session.lock({}) },
      {
        id: 'key-sheet',
        title: t('frame:commands.keySheet'),
        keys: ['F1', 'Shift+Slash'],
        group,
        run: () => keySheetOpen.setState({ open: true }),
      },
      {
        id: 'text-larger',
        title: t('frame:commands.textLarger'),
        keys: ['Ctrl+Equal', 'Ctrl+NumpadAdd'],
        group,
        run: () => setTextScale(nextTextScale(scale(), 1)),
      },
      {
        id: 'text-smaller',
        title: t('frame:commands.textSmaller'),
        keys: ['Ctrl+Minus'],
        group,
        run: () => setTextScale(nextTextScale(scale(), -1)),
      },
      { id: 'text-normal', title: t('frame:commands.textNormal'), keys: ['Ctrl+Digit0'], group, run: () => setTextScale(1) },
    ];
  }, [t]);
  useCommands('frame', commands);
}
