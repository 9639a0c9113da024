import { IconLock, IconMinus, IconRadar2, IconSearch, IconSquare, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api/client.ts';
import { shell } from '../api/shell.ts';
import { useKeyCap } from '../features/keys/key-caps.ts';
import { listSearch, setListSearch } from '../features/navigation/list-search.ts';
import { goTo } from '../features/navigation/navigation.ts';
import type { Screen } from '../features/navigation/screen.ts';
import type { Session } from '../features/session/session.ts';
import { useSyncState } from '../features/sync/sync-state.ts';
import { useText } from '../i18n/text.ts';
import { IconButton } from '../ui/controls/Button.tsx';
import { KeyCap } from '../ui/controls/KeyCap.tsx';
import { Pill } from '../ui/controls/Pill.tsx';
import { belongsToInputMethod } from '../ui/keyboard/composition.ts';
import { DemonstrationLeave } from '../workspaces/session/DemonstrationLeave.tsx';
import { HelpButton, TrainingOffer } from '../workspaces/training/TrainingCard.tsx';
import { AppMenu } from './AppMenu.tsx';
import { SEARCH_FIELD_ID } from './commands.ts';
import css from './Frame.module.css';

export const APP_INFO_KEY = 'shell.app-info';
type Props = { screen: Screen; session: Session };

export function TitleBar({ screen, session }: Props) {
  const t = useText();
  const lockKey = useKeyCap('frame.lock');
  return (
    <header className={css['title']}>
      <div className={css['left']}>
        <AppMenu />
        <b>{t('common:app')}</b>
        <span className={css['third']}>{t(screen.title)}</span>
        <Marks kind={session.kind} />
      </div>
      <ListSearch />
      <div className={css['right']}>
        <Standalone />
        <Person session={session} />
        <HelpButton route={screen.route} />
        <IconButton label={t('frame:lock')} keyCap={lockKey} onClick={() => void api.session.lock({})}>
          <IconLock size={16} aria-hidden />
        </IconButton>
        <WindowButtons />
      </div>
    </header>
  );
}

/** While no server is joined; with one, the status bar's pill tells how it stands. */
function Standalone() {
  const t = useText();
  if (useSyncState()?.phase !== 'none') return null;
  return (
    <span className={css['standalone']}>
      <Pill look="off" title={t('frame:standaloneHint')}>
        {t('frame:standalone')}
      </Pill>
    </span>
  );
}

/** The window's bar while no ledger is open: the name and the window's own buttons. */
export function BareTitleBar() {
  const t = useText();
  return (
    <header className={css['title']}>
      <div className={css['left']}>
        <span className={css['mark']}>
          <IconRadar2 size={14} stroke={2} aria-hidden />
        </span>
        <b>{t('common:app')}</b>
        <Marks kind="real" />
      </div>
      <span />
      <div className={css['right']}>
        <WindowButtons />
      </div>
    </header>
  );
}

function Person({ session }: { session: Session }) {
  const person = session.person;
  if (person === null) return null;
  return <span className={css['person']}>{person.station === '' ? person.name : `${person.name} · ${person.station}`}</span>;
}

function useAppInfo() {
  return useQuery({ queryKey: [APP_INFO_KEY], queryFn: () => shell('app-info', {}) }).data;
}

/** What must be seen everywhere: a ledger or a runtime that is not for real data. */
function Marks({ kind }: { kind: Session['kind'] }) {
  const t = useText();
  const isTestRuntime = useAppInfo()?.isTestRuntime === true;
  return (
    <>
      {isTestRuntime ? <Pill look="bad">{t('frame:testEnvironment')}</Pill> : null}
      {kind === 'demonstration' ? (
        <>
          <Pill look="mark">{t('frame:demonstrationLedger')}</Pill>
          <TrainingOffer />
          <DemonstrationLeave />
        </>
      ) : null}
      {kind === 'test' ? <Pill look="mark">{t('frame:testLedger')}</Pill> : null}
    </>
  );
}

function ListSearch() {
  const t = useText();
  const search = listSearch((state) => state.search);
  const searchKey = useKeyCap('frame.search');
  return (
    <label className={css['find']}>
      <IconSearch size={14} stroke={2} aria-hidden />
      <input
        id={SEARCH_FIELD_ID}
        type="search"
        value={search}
        placeholder={t('frame:search')}
        aria-label={t('frame:search')}
        onChange={(event) => setListSearch(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.code === 'Escape' && search !== '') setListSearch('');
          if (event.key === 'Enter' && search.trim() !== '' && !belongsToInputMethod(event.nativeEvent)) goTo('/search', { text: search });
        }}
      />
      {searchKey === undefined ? null : <KeyCap>{searchKey}</KeyCap>}
    </label>
  );
}

function WindowButtons() {
  const t = useText();
  const act = (action: 'minimise' | 'toggle-maximise' | 'close') => void shell('window', { action });
  if (useAppInfo()?.windowButtons === 'system') return <span style={{ width: 138 }} />;
  return (
    <span className={css['window']}>
      <button type="button" aria-label={t('frame:minimise')} onClick={() => act('minimise')}>
        <IconMinus size={14} stroke={2} aria-hidden />
      </button>
      <button type="button" aria-label={t('frame:maximise')} onClick={() => act('toggle-maximise')}>
        <IconSquare size={14} stroke={2} aria-hidden />
      </button>
      <button type="button" aria-label={t('frame:closeWindow')} onClick={() => act('close')}>
        <IconX size={14} stroke={2} aria-hidden />
      </button>
    </span>
  );
}
