import { useEffect, useMemo } from 'react';
import { api } from '../api/client.ts';
import { useQueryOf } from '../api/queries.ts';
import { setListSearch } from '../features/navigation/list-search.ts';
import { navigation } from '../features/navigation/navigation.ts';
import type { Screen } from '../features/navigation/screen.ts';
import type { Session } from '../features/session/session.ts';
import { applyViewSettings } from '../features/view-settings/view-settings.ts';
import { useText } from '../i18n/text.ts';
import { LAYERS_ID } from '../ui/controls/Dialog.tsx';
import { AutoLock } from './AutoLock.tsx';
import { Closing } from './Closing.tsx';
import css from './Frame.module.css';
import { KeySheet } from './KeySheet.tsx';
import { Palette } from './Palette.tsx';
import { Rail } from './Rail.tsx';
import { RowMenu } from './RowMenu.tsx';
import { ScreenHost } from './ScreenHost.tsx';
import { isOpenTo, SCREENS } from './screens.ts';
import { TrainingCard } from '../workspaces/training/TrainingCard.tsx';
import { StatusBar } from './StatusBar.tsx';
import { TitleBar } from './TitleBar.tsx';
import { useFrameCommands } from './commands.ts';
import { useKeySettings } from './key-settings.ts';
import { palette } from './palette-state.ts';

/** Title 32, rail 48, status 24: the frame takes no more, and never grows. */
export function Frame({ session }: { session: Session }) {
  const route = navigation((state) => state.route);
  // While it is locked the screen stays, hidden, with all that was typed.
  const isShown = (one: Screen) => session.person === null || isOpenTo(one, session.person.role);
  const screen = SCREENS.find((one) => one.route === route && isShown(one)) ?? SCREENS[0];
  useFrameCommands();
  useKeySettings();
  const isPaletteOpen = palette((state) => state.open);
  useSearchOfScreen(screen?.id ?? '');
  useSettings();
  if (screen === undefined) return null;
  return (
    <div className={css['frame']}>
      <TitleBar screen={screen} session={session} />
      <Rail present={screen} />
      <main className={css['work']}>
        <ScreenHost screen={screen} />
        <Watermark kind={session.kind} />
        <TrainingCard />
      </main>
      <StatusBar session={session} />
      <div id={LAYERS_ID} className={css['layers']} />
      <KeySheet />
      <RowMenu />
      {isPaletteOpen ? <Palette /> : null}
      <Closing session={session} />
      <AutoLock minutes={session.autoLockMinutes} />
    </div>
  );
}

/** Each screen starts with the search of its address, or none: a filter never follows unseen. */
function useSearchOfScreen(screenId: string) {
  const search = navigation((state) => state.parameters['search'] ?? '');
  useEffect(() => setListSearch(search), [screenId, search]);
}

/** The ledger's view settings, once it is open, replace the remembered ones. */
function useSettings() {
  const settings = useQueryOf(api.settings.get, {}).data;
  useEffect(() => {
    if (settings) applyViewSettings(settings);
  }, [settings]);
}

function Watermark({ kind }: { kind: Session['kind'] }) {
  const t = useText();
  const words = kind === 'demonstration' ? t('frame:demonstration') : t('frame:test');
  const places = useMemo(() => Array.from({ length: 9 }, (_, index) => index), []);
  if (kind === 'real') return null;
  return (
    <div className={css['watermark']} aria-hidden="true">
      {places.map((place) => (
        <span key={place} data-words={words} />
      ))}
    </div>
  );
}
