import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatBytes } from '#renderer/i18n/size-format.ts';
import { formatFull } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Facts } from '#renderer/ui/controls/Facts.tsx';
import { CallErrorBox } from '../call-error/CallErrorBox.tsx';
import { RestoreForm } from './RestoreForm.tsx';
import css from './Restore.module.css';

type Props = {
  /** Backup to begin with; else one is chosen from the disk. */
  initialPath?: string | undefined;
  onDone?: () => void;
};

/** Choose a backup, look at it, open it with a PIN or the recovery code. Works with or without a usable ledger. */
export function RestorePanel({ initialPath, onDone }: Props) {
  const t = useText();
  const [path, setPath] = useState<string | null>(initialPath ?? null);
  const restore = useCommandOf(api.safety.restore);
  const choose = async () => {
    const { paths } = await shell('choose-files', { filter: 'backup', multiple: false, title: t('restore:choose') });
    if (paths[0] !== undefined) setPath(paths[0]);
  };
  if (restore.data !== undefined) return <Restored setAside={restore.data.setAside} onDone={onDone} />;
  return (
    <div className={css['panel']}>
      <p className={css['hint']}>{t('restore:hint')}</p>
      <div className={css['row']}>
        <Button look={path === null ? 'primary' : 'plain'} onClick={() => void choose()}>
          {path === null ? t('restore:choose') : t('restore:chooseOther')}
        </Button>
      </div>
      {path === null ? null : (
        <ChosenBackup key={path} path={path} pending={restore.isPending} onRestore={(secret) => restore.mutate({ path, secret })} />
      )}
      {restore.error === null ? null : <CallErrorBox error={restore.error} />}
    </div>
  );
}

type ChosenProps = { path: string; pending: boolean; onRestore: Parameters<typeof RestoreForm>[0]['onRestore'] };

function ChosenBackup({ path, pending, onRestore }: ChosenProps) {
  const t = useText();
  const found = useQueryOf(api.safety.inspectBackup, { path });
  if (found.error !== null) return <CallErrorBox error={found.error} onRetry={() => void found.refetch()} />;
  if (found.data === undefined) return <p>{t('common:loading')}</p>;
  const { at, bytes, people, hasRecovery } = found.data;
  return (
    <>
      <Facts
        facts={[
          { label: t('restore:chosen'), value: path },
          { label: t('restore:at'), value: at === null ? t('restore:unknownTime') : formatFull(at) },
          { label: t('restore:size'), value: formatBytes(bytes) },
        ]}
      />
      <RestoreForm people={people} hasRecovery={hasRecovery} pending={pending} onRestore={onRestore} />
    </>
  );
}

function Restored({ setAside, onDone }: { setAside: string | null; onDone: (() => void) | undefined }) {
  const t = useText();
  return (
    <div className={css['panel']} role="status">
      <p>
        <b>{t('restore:done')}</b> {setAside === null ? '' : t('restore:doneAside', { path: setAside })}
      </p>
      {onDone === undefined ? null : (
        <div className={css['row']}>
          <Button look="primary" onClick={onDone}>
            {t('restore:toUnlock')}
          </Button>
        </div>
      )}
    </div>
  );
}
