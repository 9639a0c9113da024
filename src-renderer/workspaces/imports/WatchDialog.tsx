import { useState } from 'react';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api } from '#renderer/api/client.ts';
import { queryClient, useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Imports.module.css';
import { importsStore } from './imports-store.ts';

const LONGEST_DAYS = 365;
const close = () => importsStore.setState({ dialog: null });

/** Where files are taken from by themselves, and how long they are kept after. */
export function WatchDialog() {
  const t = useText();
  const watch = useQueryOf(api.imports.watchFolder, {});
  return (
    <Dialog title={t('imports:watchTitle')} closeLabel={t('common:close')} onClose={close} size="560px">
      <p>{t('imports:watchHint')}</p>
      {watch.error === null ? null : <CallErrorBox error={watch.error} onRetry={() => void watch.refetch()} />}
      {watch.data === undefined ? <p>{t('common:loading')}</p> : <WatchForm watch={watch.data} />}
    </Dialog>
  );
}

function WatchForm({ watch }: { watch: OutputOf<AppContract['imports']['watchFolder']> }) {
  const t = useText();
  const [path, setPath] = useState(watch.path);
  const [days, setDays] = useState(String(watch.deleteAfterDays));
  const set = useCommandOf(api.imports.setWatchFolder);
  const deleteAfterDays = Number(days);
  const isGood = days !== '' && Number.isInteger(deleteAfterDays) && deleteAfterDays >= 0 && deleteAfterDays <= LONGEST_DAYS;
  const choose = async () => {
    const chosen = await shell('choose-folder', path === null ? {} : { startAt: path });
    if (chosen.path !== null) setPath(chosen.path);
  };
  const save = (next: string | null) =>
    set.mutate(
      { path: next, deleteAfterDays },
      {
        onSuccess: () => {
          void queryClient.invalidateQueries({ queryKey: [api.imports.watchFolder.path] });
          close();
        },
      },
    );
  return (
    <>
      <TextField
        label={t('imports:watchPath')}
        readOnly
        value={path ?? t('imports:watchOff')}
        error={
          watch.problem === null || path !== watch.path
            ? undefined
            : t('imports:watchProblem', { problem: t('imports:watchProblemUnknown') })
        }
      />
      <div className={css['row']}>
        <Button data-autofocus onClick={() => void choose()}>
          {t('common:chooseFolder')}
        </Button>
        {watch.path === null ? null : <Button onClick={() => save(null)}>{t('imports:watchStop')}</Button>}
      </div>
      <TextField
        label={t('imports:watchDays')}
        type="number"
        min={0}
        max={LONGEST_DAYS}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      {set.error === null ? null : <CallErrorBox error={set.error} />}
      <div className={css['row']} style={{ justifyContent: 'flex-end' }}>
        <Button onClick={close}>{t('common:cancel')}</Button>
        <Button look="primary" disabled={!isGood || path === null || set.isPending} onClick={() => save(path)}>
          {t('common:save')}
        </Button>
      </div>
    </>
  );
}
