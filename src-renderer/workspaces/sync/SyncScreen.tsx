import { IconFileExport, IconRefresh, IconUserPlus } from '@tabler/icons-react';
import { useEffect } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useKeyCap } from '#renderer/features/keys/key-caps.ts';
import { syncNow } from '#renderer/features/sync/sync-now.ts';
import { waiting } from '#renderer/features/sync/sync-state.ts';
import type { SyncState } from '#renderer/features/sync/sync-state.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Page, ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { ConflictsTab } from './ConflictsTab.tsx';
import { FailuresTab } from './FailuresTab.tsx';
import { HistoryTab } from './HistoryTab.tsx';
import { JoinPage } from './JoinPage.tsx';
import { PendingTab } from './PendingTab.tsx';
import { PersonDialog } from './PersonDialog.tsx';
import { RevokedPage } from './RevokedPage.tsx';
import css from './Sync.module.css';
import { PANEL_ID, TabBar, tabId } from './TabBar.tsx';
import { exportDiagnosis } from './sync-acts.ts';
import { useSyncCommands } from './sync-commands.ts';
import { showTab, syncStore } from './sync-store.ts';
import type { Tab } from './sync-store.ts';
import { upload, uploadProgress } from './upload.ts';
import { useMinute } from './use-minute.ts';

/** 同步中心: what waits, what failed and why, what conflicts, what came; before it, joining a server. */
export function SyncScreen() {
  const t = useText();
  const { data: state, error, refetch } = useQueryOf(api.sync.state, {});
  useSyncCommands();
  if (error !== null) {
    return (
      <Page title={t('screens:sync.title')}>
        <CallErrorBox error={error} onRetry={() => void refetch()} />
      </Page>
    );
  }
  if (state === undefined) return null;
  if (state.phase === 'none') return <JoinPage />;
  if (state.phase === 'revoked') return <RevokedPage state={state} />;
  return <Lists state={state} />;
}

/** What needs a look comes first, until a person chooses. */
function firstTab(state: SyncState): Tab {
  if (state.phase === 'failed') return state.failed > 0 ? 'failures' : 'pending';
  return state.conflicts > 0 ? 'conflicts' : 'pending';
}

function Lists({ state }: { state: SyncState }) {
  const chosen = syncStore((store) => store.tab);
  const isAdding = syncStore((store) => store.dialog === 'person');
  const tab = chosen ?? firstTab(state);
  useEffect(() => {
    if (chosen === null) showTab(tab);
  }, [chosen, tab]);
  return (
    <div className={css['screen']}>
      <Bar state={state} tab={tab} />
      <div id={PANEL_ID} role="tabpanel" aria-labelledby={tabId(tab)} className={css['panel']}>
        <Uploading state={state} />
        <Shown tab={tab} state={state} />
      </div>
      {isAdding ? <PersonDialog onClose={() => syncStore.setState({ dialog: null })} /> : null}
    </div>
  );
}

function Shown({ tab, state }: { tab: Tab; state: SyncState }) {
  switch (tab) {
    case 'pending':
      return <PendingTab state={state} />;
    case 'failures':
      return <FailuresTab state={state} />;
    case 'conflicts':
      return <ConflictsTab />;
    case 'history':
      return <HistoryTab />;
  }
}

function Bar({ state, tab }: { state: SyncState; tab: Tab }) {
  const t = useText();
  const now = useMinute();
  const nowKey = useKeyCap('frame.sync-now');
  const server = state.server?.name ?? '';
  const right = (
    <>
      <Button
        icon={<IconUserPlus size={16} aria-hidden />}
        title={t('sync:person.add')}
        onClick={() => syncStore.setState({ dialog: 'person' })}
      >
        <span className={css['long']}>{t('sync:person.add')}</span>
      </Button>
      <Button icon={<IconFileExport size={16} aria-hidden />} title={t('sync:commands.export')} onClick={() => void exportDiagnosis()}>
        <span className={css['long']}>{t('sync:commands.export')}</span>
      </Button>
      <Button look="primary" icon={<IconRefresh size={16} aria-hidden />} keyCap={nowKey} onClick={() => void syncNow()}>
        {t('sync:commands.now')}
      </Button>
    </>
  );
  return (
    <ViewBar title={t('screens:sync.title')} right={right}>
      <TabBar shown={tab} counts={{ pending: state.pendingOps, failures: state.failed, conflicts: state.conflicts }} />
      <span className={css['last']}>
        {state.lastExchangeAt === null
          ? t('sync:lastNever', { server })
          : t('sync:last', { at: formatMoment(state.lastExchangeAt, now), server })}
      </span>
    </ViewBar>
  );
}

/** How far the first upload after joining is; gone with its last change. */
function Uploading({ state }: { state: SyncState }) {
  const t = useText();
  const progress = uploadProgress(
    upload((store) => store.total),
    waiting(state),
  );
  if (progress === null) return null;
  const label = t('sync:join.uploading');
  return (
    <div className={css['uploading']} role="status">
      <span>{label}</span>
      <Progress wide done={progress.done} total={progress.total} label={label} />
      <b>{t('sync:join.uploaded', { done: formatCount(progress.done), total: formatCount(progress.total) })}</b>
    </div>
  );
}
