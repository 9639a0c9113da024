import { api } from '#renderer/api/client.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { personWords } from '#renderer/features/sync/person-words.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { EntryList } from './EntryList.tsx';
import { OpWords } from './OpWords.tsx';
import css from './Sync.module.css';
import { listedOf } from './listed.ts';
import { usePages } from './pages.ts';
import type { Arrived } from './sync-store.ts';
import { useMinute } from './use-minute.ts';

const ROW_PX = 32;
const LOOKS = { applied: 'done', merged: 'done', superseded: 'pause', rejected: 'over', quarantined: 'over' } as const;

/** 历史: what arrived, from whom, and what became of it. */
export function HistoryTab() {
  const t = useText();
  const pages = usePages(api.sync.history);
  const entries = pages.entries ?? [];
  return (
    <div className={css['column']}>
      <div className={css['notes']}>
        {pages.error === null ? null : <CallErrorBox error={pages.error} onRetry={pages.readAgain} />}
        {pages.entries !== undefined && entries.length === 0 ? (
          <EmptyState title={t('sync:history.empty')} aside={t('sync:history.emptyProof')} />
        ) : null}
      </div>
      {entries.length === 0 ? null : (
        <>
          <div className={css['listHead']}>
            <b>{t('sync:pending.total', { count: formatCount(pages.total) })}</b>
          </div>
          <EntryList
            label={t('sync:history.list')}
            entries={entries}
            total={pages.total}
            rowHeight={ROW_PX}
            listedOf={listedOf}
            onEnd={pages.readMore}
            render={(entry) => <HistoryLine entry={entry} />}
          />
        </>
      )}
    </div>
  );
}

function HistoryLine({ entry }: { entry: Arrived }) {
  const t = useText();
  const now = useMinute();
  return (
    <div className={css['line']}>
      <time className={css['moment']}>{formatMoment(entry.receivedAt, now)}</time>
      <span className={css['who']}>{personWords(entry.actorName)}</span>
      <OpWords kind={entry.kind} subject={entry.subject} />
      <span className={css['text']}>{entry.text}</span>
      <StateText state={LOOKS[entry.verdict]} icon>
        {t(`sync:verdict.${entry.verdict}`)}
      </StateText>
    </div>
  );
}
