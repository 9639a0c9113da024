import { api } from '#renderer/api/client.ts';
import { CallError } from '#renderer/api/call-error.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { formatBytes } from '#renderer/i18n/size-format.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatDuration, formatFull, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Figures } from './Figures.tsx';
import css from './Imports.module.css';
import { Refusals } from './Refusals.tsx';
import { StateWord } from './StateWord.tsx';
import { timeLeftMs } from './import-progress.ts';
import type { ImportFile } from './imports-store.ts';
import { sourceName } from './row-reason.ts';

/** One imported file: its progress or result, and its refused rows. */
export function FileDetail({ file }: { file: ImportFile }) {
  const t = useText();
  const words = useClock((now) => {
    const began = t('imports:byWhom', { name: file.actor ?? t('imports:bySystem'), moment: formatMomentNamed(file.startedAt, now) });
    return file.finishedAt === null ? began : `${began}，${t('imports:finished', { moment: formatMomentNamed(file.finishedAt, now) })}`;
  });
  return (
    <div className={css['detail']}>
      <header className={css['head']}>
        <h2>
          {file.name} <StateWord state={file.state} />
        </h2>
        <p className={css['factLine']}>
          <span>{t(`imports:kind.${file.kind}`)}</span>
          <span>{sourceName(file.source)}</span>
          <span>
            {t('imports:asOf')} {formatFull(file.asOf)}
          </span>
          <span>{words}</span>
        </p>
      </header>
      {file.reason === null || file.reason === 'cancelled' ? null : <StoppedBox reason={file.reason} />}
      <Running file={file} />
      <Figures
        counts={file.counts}
        note={
          file.state === 'done' ? (
            <span className={css['row']}>
              <Button size="small" onClick={() => goTo('/coverage')}>
                {t('imports:toScreen')}
              </Button>
              <Button size="small" onClick={() => goTo('/queue')}>
                {t('imports:toQueue')}
              </Button>
            </span>
          ) : undefined
        }
      />
      <Refusals file={file} />
    </div>
  );
}

/** Why it stopped; what was read before is in the ledger. */
function StoppedBox({ reason }: { reason: string }) {
  const error = new CallError({ code: 'unavailable', reason, detail: {} });
  return <CallErrorBox error={error} />;
}

function Running({ file }: { file: ImportFile }) {
  const t = useText();
  const pause = useCommandOf(api.imports.pause);
  const resume = useCommandOf(api.imports.resume);
  const cancel = useCommandOf(api.imports.cancel);
  const error = pause.error ?? resume.error ?? cancel.error;
  const mayResume = file.state === 'paused' || file.state === 'failed';
  if (file.state === 'done' || file.state === 'cancelled') return null;
  return (
    <section className={css['progress']} aria-label={t(`imports:state.${file.state}`)}>
      <Progress wide done={file.bytesRead} total={file.bytesTotal} label={file.name} />
      <div className={css['row']}>
        <ProgressWords file={file} />
        <span style={{ marginLeft: 'auto' }} className={css['row']}>
          {file.state === 'running' ? <Button onClick={() => pause.mutate({ fileId: file.id })}>{t('imports:pause')}</Button> : null}
          {mayResume ? (
            <Button look="primary" onClick={() => resume.mutate({ fileId: file.id })}>
              {t('imports:resume')}
            </Button>
          ) : null}
          <Button disabled={cancel.isPending} onClick={() => cancel.mutate({ fileId: file.id })}>
            {t('imports:cancelImport')}
          </Button>
        </span>
      </div>
      <p className={css['third']}>{t('imports:cancelHint')}</p>
      {error === null ? null : <CallErrorBox error={error} />}
    </section>
  );
}

function ProgressWords({ file }: { file: ImportFile }) {
  const t = useText();
  const left = timeLeftMs(file);
  return (
    <span className={css['factLine']}>
      <b>{t('common:unit.rows', { count: formatCount(file.counts.rows) })}</b>
      <span>{t('imports:read', { done: formatBytes(file.bytesRead), total: formatBytes(file.bytesTotal) })}</span>
      {file.state === 'running' ? <span>{t('imports:speed', { count: formatCount(file.rowsPerSecond) })}</span> : null}
      {file.state === 'running' && left !== null ? (
        <span>
          {t('imports:left', { time: left < 60_000 ? t('common:duration.seconds', { s: Math.ceil(left / 1000) }) : formatDuration(left) })}
        </span>
      ) : null}
    </span>
  );
}
