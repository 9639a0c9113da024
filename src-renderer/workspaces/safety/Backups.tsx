import { IconDatabaseExport } from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { formatBytes } from '#renderer/i18n/size-format.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import { Part } from './Part.tsx';
import css from './Safety.module.css';
import type { SafetyStatus } from './safety-status.ts';

export function BackUpButton({ running }: { running: boolean }) {
  const t = useText();
  const backUp = useCommandOf(api.safety.backUpNow);
  const { may, why } = useMay('ledger.backup');
  return (
    <>
      {backUp.error === null ? null : <StateText state="over">{reasonText(backUp.error.reason).happened}</StateText>}
      <Button
        look="primary"
        icon={<IconDatabaseExport size={16} aria-hidden />}
        title={why}
        disabled={!may || running || backUp.isPending}
        onClick={() => backUp.mutate({})}
      >
        {running ? t('safety:backingUp') : t('safety:backUpNow')}
      </Button>
    </>
  );
}

type Props = { status: SafetyStatus; onRestore: (path: string) => void };

export function Backups({ status, onRestore }: Props) {
  const t = useText();
  return (
    <Part title={t('safety:backups')} hint={t('safety:keep')}>
      {status.lastProblem === null ? null : (
        <p>
          <StateText state="over" icon>
            {t('safety:problem')}
          </StateText>
          　{reasonText(status.lastProblem).happened}。{reasonText(status.lastProblem).doThis}
        </p>
      )}
      <Table
        label={t('safety:backups')}
        rows={status.backups}
        keyOf={(backup) => backup.path}
        empty={t('safety:noBackups')}
        columns={[
          { id: 'at', header: t('safety:columns.at'), render: (backup) => <Moment at={backup.at} /> },
          { id: 'kind', header: t('safety:columns.kind'), render: (backup) => t(`safety:kinds.${backup.kind}`) },
          { id: 'size', header: t('safety:columns.size'), align: 'end', render: (backup) => formatBytes(backup.bytes) },
          {
            id: 'acts',
            header: <span className="visually-hidden">{t('safety:columns.acts')}</span>,
            align: 'end',
            render: (backup) => (
              <Button look="quiet" size="small" onClick={() => onRestore(backup.path)}>
                {t('safety:restoreThis')}
              </Button>
            ),
          },
        ]}
      />
      <p className={css['path']}>
        {t('safety:folder')}：{status.folder}
      </p>
      <div className={css['row']}>
        <Button size="small" onClick={() => void shell('open-path', { path: status.folder })}>
          {t('safety:openFolder')}
        </Button>
      </div>
    </Part>
  );
}

export function Moment({ at }: { at: number }) {
  return useClock((now) => formatMomentNamed(at, now));
}
