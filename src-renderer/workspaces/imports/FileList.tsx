import { IconX } from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { IconButton } from '#renderer/ui/controls/Button.tsx';
import { Counts } from './Counts.tsx';
import css from './Imports.module.css';
import { HistoryPages } from './HistoryPages.tsx';
import { StateWord } from './StateWord.tsx';
import { importsStore, removePending, select } from './imports-store.ts';
import type { ImportFile } from './imports-store.ts';
import { isOneClick } from './pending-file.ts';
import type { PendingFile } from './pending-file.ts';

type Props = { files: readonly ImportFile[]; total: number; error: unknown; onRetry: () => void };

/** Arrow keys go from file to file; Tab leaves the list with one or two strokes. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step === undefined) return;
  const items = [...event.currentTarget.querySelectorAll<HTMLButtonElement>('[data-item]')];
  const next = items[items.indexOf(document.activeElement as HTMLButtonElement) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}

export function FileList({ files, total, error, onRetry }: Props) {
  const t = useText();
  const pending = importsStore((state) => state.pending);
  return (
    <div onKeyDown={onArrow}>
      {pending.length === 0 ? null : <h2 className={css['listHead']}>{t('imports:waiting', { count: pending.length })}</h2>}
      <ul>
        {pending.map((file) => (
          <PendingItem key={file.id} file={file} />
        ))}
      </ul>
      <h2 className={css['listHead']}>{t('imports:history', { count: total })}</h2>
      {error === null ? null : <CallErrorBox error={error} onRetry={onRetry} />}
      {files.length === 0 && error === null ? <p className={css['none']}>{t('imports:noneYet')}</p> : null}
      <ul>
        {files.map((file) => (
          <HistoryItem key={file.id} file={file} />
        ))}
      </ul>
      <HistoryPages total={total} />
    </div>
  );
}

function PendingItem({ file }: { file: PendingFile }) {
  const t = useText();
  const on = importsStore(({ selected }) => selected !== null && 'pending' in selected && selected.pending === file.id);
  const isReady = useClock((now) => isOneClick(file, now));
  const word = file.stage === 'ready' && !isReady ? 'needs' : file.stage;
  return (
    <li className={classNames(css['item'], on && css['on'])}>
      <button type="button" data-item aria-current={on ? 'true' : undefined} onClick={() => select({ pending: file.id })}>
        <b>{file.name}</b>
        <span className={file.stage === 'failed' ? css['bad'] : undefined}>{t(`imports:stage.${word}`)}</span>
      </button>
      <IconButton label={`${t('imports:remove')} ${file.name}`} disabled={file.stage === 'starting'} onClick={() => removePending(file.id)}>
        <IconX size={14} aria-hidden />
      </IconButton>
    </li>
  );
}

function HistoryItem({ file }: { file: ImportFile }) {
  const on = importsStore(({ selected }) => selected !== null && 'file' in selected && selected.file === file.id);
  const moment = useClock((now) => formatMoment(file.startedAt, now));
  const isOnTheWay = file.state === 'running' || file.state === 'paused' || file.state === 'queued';
  return (
    <li className={classNames(css['item'], on && css['on'])}>
      <button type="button" data-item aria-current={on ? 'true' : undefined} onClick={() => select({ file: file.id })}>
        <span className={css['itemTop']}>
          <b>{file.name}</b>
          <span>{moment}</span>
        </span>
        <span className={css['itemTop']}>
          <StateWord state={file.state} />
          {isOnTheWay ? <Progress wide done={file.bytesRead} total={file.bytesTotal} label={file.name} /> : null}
          {isOnTheWay ? <span>{formatCount(file.counts.rows)}</span> : null}
        </span>
        {isOnTheWay ? null : <Counts counts={file.counts} />}
      </button>
    </li>
  );
}
