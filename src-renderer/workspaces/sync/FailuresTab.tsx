import { IconAlertTriangleFilled, IconCircleCheck } from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import type { SyncState } from '#renderer/features/sync/sync-state.ts';
import { personWords } from '#renderer/features/sync/person-words.ts';
import { verdictWords } from '#renderer/features/sync/verdict-words.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { EntryList } from './EntryList.tsx';
import { OpWords } from './OpWords.tsx';
import css from './Sync.module.css';
import { Trouble } from './Trouble.tsx';
import { listedOf } from './listed.ts';
import { usePages } from './pages.ts';
import { exportDiagnosis, openHere, takeNote } from './sync-acts.ts';
import { syncStore } from './sync-store.ts';
import type { Failure } from './sync-store.ts';
import { useMinute } from './use-minute.ts';

export const ITEM_PX = 68;

/** 失败: what the server did not take as it was sent; the reason, what is kept, what to do. */
export function FailuresTab({ state }: { state: SyncState }) {
  const t = useText();
  const pages = usePages(api.sync.failures);
  const cursor = syncStore((store) => store.cursor);
  const entries = pages.entries ?? [];
  const unseen = entries.filter(({ seenAt }) => seenAt === null);
  const chosen = entries[cursor];
  return (
    <div className={css['column']}>
      <div className={css['notes']}>
        <Trouble state={state} />
        {pages.error === null ? null : <CallErrorBox error={pages.error} onRetry={pages.readAgain} />}
        {pages.entries !== undefined && entries.length === 0 ? (
          <EmptyState title={t('sync:failures.empty')} aside={t('sync:failures.emptyProof')} />
        ) : null}
      </div>
      {entries.length === 0 ? null : (
        <div className={css['parts']}>
          <div className={css['side']}>
            <EntryList
              label={t('sync:failures.list')}
              entries={entries}
              total={pages.total}
              rowHeight={ITEM_PX}
              listedOf={listedOf}
              onEnd={pages.readMore}
              render={(entry) => <FailureItem entry={entry} />}
            />
            <div className={css['sideFoot']}>
              <Button size="small" disabled={unseen.length === 0} onClick={() => void takeNote(unseen.map(({ opId }) => opId))}>
                {t('sync:failures.seenAll')}
              </Button>
            </div>
          </div>
          {chosen === undefined ? null : <FailureDetail key={chosen.opId} entry={chosen} />}
        </div>
      )}
    </div>
  );
}

function FailureItem({ entry }: { entry: Failure }) {
  const now = useMinute();
  const isSeen = entry.seenAt !== null;
  return (
    <div className={css['item']}>
      <p>
        {isSeen ? (
          <IconCircleCheck size={14} stroke={2} className={css['calm']} aria-hidden />
        ) : (
          <IconAlertTriangleFilled size={14} className={css['alarm']} aria-hidden />
        )}
        <OpWords kind={entry.kind} subject={entry.subject} />
      </p>
      <p className={css['second']}>{verdictWords(entry, now).happened}</p>
      <p className={css['third']}>{formatMoment(entry.occurredAt, now)}</p>
    </div>
  );
}

function FailureDetail({ entry }: { entry: Failure }) {
  const t = useText();
  const now = useMinute();
  const caps = useKeyCaps();
  const words = verdictWords(entry, now);
  return (
    <section className={css['detail']} aria-label={words.happened}>
      <h2>{words.happened}</h2>
      <p className={css['second']}>{words.kept}</p>
      <p className={css['do']}>{words.doThis}</p>
      <dl className={css['facts']}>
        <dt>{t('sync:failures.what')}</dt>
        <dd>
          <OpWords kind={entry.kind} subject={entry.subject} />
          <small>{t('sync:failures.by', { name: personWords(entry.actorName), at: formatMoment(entry.occurredAt, now) })}</small>
        </dd>
        {entry.text === '' ? null : (
          <>
            <dt>{t('sync:failures.words')}</dt>
            <dd className={css['own']}>{entry.text}</dd>
          </>
        )}
      </dl>
      <div className={css['acts']}>
        <Button keyCap={caps('sync.open')} onClick={openHere}>
          {t('sync:commands.open')}
        </Button>
        <Button keyCap={caps('sync.seen')} disabled={entry.seenAt !== null} onClick={() => void takeNote([entry.opId])}>
          {t('sync:commands.seen')}
        </Button>
        <Button look="quiet" onClick={() => void exportDiagnosis()}>
          {t('sync:commands.export')}
        </Button>
      </div>
      <p className={css['third']}>
        {entry.seenAt === null ? t('sync:failures.kept') : t('sync:failures.seen', { at: formatMoment(entry.seenAt, now) })}
      </p>
    </section>
  );
}
