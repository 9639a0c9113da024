import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { personWords } from '#renderer/features/sync/person-words.ts';
import { SavedMark } from '#renderer/features/sync/SavedMark.tsx';
import type { SyncState } from '#renderer/features/sync/sync-state.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatDuration, formatMoment } from '#renderer/i18n/time-format.ts';
import { EmptyState, Progress } from '#renderer/ui/controls/Boxes.tsx';
import { EntryList } from './EntryList.tsx';
import { OpWords } from './OpWords.tsx';
import css from './Sync.module.css';
import { Trouble } from './Trouble.tsx';
import { listedOf } from './listed.ts';
import { usePages } from './pages.ts';
import type { PendingEntry } from './sync-store.ts';
import { useMinute } from './use-minute.ts';

const ROW_PX = 32;

/** 待发送: what waits, since when, and when it is sent next. */
export function PendingTab({ state }: { state: SyncState }) {
  const t = useText();
  const pages = usePages(api.sync.pending);
  const entries = pages.entries ?? [];
  return (
    <div className={css['column']}>
      <div className={css['notes']}>
        <Trouble state={state} />
        <Fetching state={state} />
        <ClockNote offsetMs={state.clockOffsetMs} />
        {state.pendingMails > 0 ? <p>{t('sync:pending.mails', { count: formatCount(state.pendingMails) })}</p> : null}
        {pages.error === null ? null : <CallErrorBox error={pages.error} onRetry={pages.readAgain} />}
        {pages.entries !== undefined && entries.length === 0 ? <NothingPending state={state} /> : null}
      </div>
      {entries.length === 0 ? null : (
        <>
          <div className={css['listHead']}>
            <b>{t('sync:pending.total', { count: formatCount(pages.total) })}</b>
            <span>{t('sync:pending.order')}</span>
          </div>
          <EntryList
            label={t('sync:tabs.pending')}
            entries={entries}
            total={pages.total}
            rowHeight={ROW_PX}
            listedOf={listedOf}
            onEnd={pages.readMore}
            render={(entry, index) => <PendingLine entry={entry} row={pages.total - index} />}
          />
        </>
      )}
    </div>
  );
}

function PendingLine({ entry, row }: { entry: PendingEntry; row: number }) {
  const at = useClock((now) => formatMoment(entry.occurredAt, now));
  return (
    <div className={css['line']}>
      <span className={css['number']}>{row}</span>
      <OpWords kind={entry.kind} subject={entry.subject} />
      <span className={css['text']}>{entry.text}</span>
      <span className={css['third']}>{personWords(entry.actorName)}</span>
      <time className={css['third']}>{at}</time>
      <SavedMark state="pending" />
    </div>
  );
}

function NothingPending({ state }: { state: SyncState }) {
  const t = useText();
  const now = useMinute();
  return (
    <EmptyState title={t('sync:pending.empty')} aside={t('sync:pending.emptyProof')}>
      {state.lastExchangeAt === null
        ? undefined
        : t('sync:pending.emptyLast', { at: formatMoment(state.lastExchangeAt, now), received: formatCount(state.received) })}
    </EmptyState>
  );
}

/** The first sync of a device takes its time; work goes on meanwhile. */
function Fetching({ state }: { state: SyncState }) {
  const t = useText();
  if (state.bootstrapping === null) return null;
  const { done, total } = state.bootstrapping;
  const words = t('sync:pending.receiving', { done: formatCount(done), total: formatCount(total) });
  return (
    <p className={css['fetching']}>
      {words}
      <Progress wide done={done} total={total} label={words} />
    </p>
  );
}

function ClockNote({ offsetMs }: { offsetMs: number }) {
  const t = useText();
  if (Math.abs(offsetMs) < MINUTE_MS) return null;
  const side = offsetMs > 0 ? t('sync:pending.slow') : t('sync:pending.fast');
  return <p className={css['warn']}>{t('sync:pending.clock', { side, duration: formatDuration(Math.abs(offsetMs)) })}</p>;
}
