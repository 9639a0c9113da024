import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { RestorePanel } from '#renderer/features/restore/RestorePanel.tsx';
import { useSession } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import { BackUpButton, Backups } from './Backups.tsx';
import { NoRecovery, Recovery } from './Recovery.tsx';
import { Restore } from './Restore.tsx';
import { Retention } from './Retention.tsx';
import css from './Safety.module.css';
import { SecondCopy } from './SecondCopy.tsx';
import { Verify } from './Verify.tsx';

/** Everything that keeps the ledger from being lost: copies, the sheet, checks, and the way back. */
export function SafetyScreen() {
  const t = useText();
  const [restoring, setRestoring] = useState<{ path?: string } | null>(null);
  const status = useQueryOf(api.safety.status, {});
  const kind = useSession().data?.kind;
  return (
    <Page title={t('screens:safety.title')} right={<BackUpButton running={status.data?.running ?? false} />}>
      {status.error === null ? null : <CallErrorBox error={status.error} onRetry={() => void status.refetch()} />}
      <div className={css['columns']}>
        <div>
          {status.data === undefined ? null : (
            <>
              <Backups status={status.data} onRestore={(path) => setRestoring({ path })} />
              <SecondCopy status={status.data} />
            </>
          )}
          <Restore onOpen={() => setRestoring({})} />
        </div>
        <div>
          {kind === 'demonstration' ? <NoRecovery /> : <Recovery />}
          {status.data === undefined ? null : <Verify status={status.data} />}
          <Retention />
        </div>
      </div>
      {restoring === null ? null : (
        <Dialog title={t('safety:restore')} closeLabel={t('common:close')} size="620px" onClose={() => setRestoring(null)}>
          <RestorePanel initialPath={restoring.path} onDone={() => setRestoring(null)} />
        </Dialog>
      )}
    </Page>
  );
}
