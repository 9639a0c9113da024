import { IconCopy, IconX } from '@tabler/icons-react';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api } from '#renderer/api/client.ts';
import { shell } from '#renderer/api/shell.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { OpenFileButtons } from '#renderer/features/saved-file/SavedFile.tsx';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { formatBytes } from '#renderer/i18n/size-format.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { IconButton } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import css from './Exports.module.css';

type ExportJob = OutputOf<AppContract['exports']['list']>['exports'][number];
const LOOKS: Readonly<Record<ExportJob['state'], ClockStateName>> = {
  queued: 'pause',
  running: 'ok',
  done: 'done',
  cancelled: 'pause',
  failed: 'over',
};
const baseName = (path: string) => path.split(/[/\\]/).at(-1) ?? path;

export function ExportList({ exports }: { exports: readonly ExportJob[] }) {
  const t = useText();
  const columns: readonly TableColumn<ExportJob>[] = [
    { id: 'what', header: t('exports:columns.what'), wraps: true, render: (job) => <What job={job} /> },
    { id: 'state', header: t('exports:columns.state'), wraps: true, width: '196px', render: (job) => <State job={job} /> },
    { id: 'when', header: t('exports:columns.when'), width: '88px', render: (job) => <When job={job} /> },
    {
      id: 'acts',
      header: <span className="visually-hidden">{t('exports:columns.acts')}</span>,
      align: 'end',
      width: '172px',
      render: (job) => <Acts job={job} />,
    },
  ];
  return (
    <Table
      label={t('exports:list')}
      columns={columns}
      rows={exports}
      keyOf={(job) => job.id}
      empty={<p className={css['none']}>{t('exports:none')}</p>}
    />
  );
}

function What({ job }: { job: ExportJob }) {
  const t = useText();
  return (
    <>
      {t(`exports:names.${job.name}`)}
      <span className={css['path']}>{baseName(job.path)}</span>
      {job.renamed ? <span className={css['renamed']}>{t('exports:renamed')}</span> : null}
      {job.checksum === null ? null : <Checksum checksum={job.checksum} />}
    </>
  );
}

/** The first digits to compare at a glance; all of them on the clipboard. */
function Checksum({ checksum }: { checksum: string }) {
  const t = useText();
  const copy = async () => {
    await shell('clipboard-write', { text: checksum, clearAfterMs: null });
    showAct({ words: t('exports:copied'), state: 'saved' });
  };
  return (
    <span className={css['sum']}>
      {t('exports:columns.checksum')} {checksum.slice(0, 12)}
      <IconButton label={t('exports:copyChecksum')} onClick={() => void copy()}>
        <IconCopy size={14} aria-hidden />
      </IconButton>
    </span>
  );
}

function State({ job }: { job: ExportJob }) {
  const t = useText();
  const isRunning = job.state === 'running' || job.state === 'queued';
  return (
    <>
      <StateText state={LOOKS[job.state]} icon>
        {t(`exports:state.${job.state}`)}
      </StateText>
      {job.state === 'done' ? (
        <span className={css['path']}>{`${t('common:unit.rows', { count: formatCount(job.rows) })} · ${formatBytes(job.bytes)}`}</span>
      ) : null}
      {isRunning ? <Progress wide done={job.rows} total={job.total} label={t(`exports:names.${job.name}`)} /> : null}
      {isRunning ? (
        <span className={css['path']}>
          {t('exports:progress', { done: formatCount(job.rows), total: formatCount(job.total), speed: formatCount(job.rowsPerSecond) })}
        </span>
      ) : null}
      {job.state === 'failed' && job.reason !== null ? (
        <span className={css['why']}>{`${reasonText(job.reason).happened}。${reasonText(job.reason).doThis}`}</span>
      ) : null}
    </>
  );
}

function When({ job }: { job: ExportJob }) {
  const at = job.finishedAt ?? job.startedAt;
  return useClock((now) => formatMoment(at, now));
}

function Acts({ job }: { job: ExportJob }) {
  const t = useText();
  if (job.state === 'done') return <OpenFileButtons path={job.path} />;
  if (job.state !== 'running' && job.state !== 'queued') return null;
  return (
    <IconButton label={t('exports:cancel')} onClick={() => void api.exports.cancel({ jobId: job.id })}>
      <IconX size={14} aria-hidden />
    </IconButton>
  );
}
