import { IconArrowsSplit, IconCircleCheck, IconGitMerge } from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { personWords } from '#renderer/features/sync/person-words.ts';
import { verdictWords } from '#renderer/features/sync/verdict-words.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { ConflictDetail } from './ConflictDetail.tsx';
import { EntryList } from './EntryList.tsx';
import { ITEM_PX } from './FailuresTab.tsx';
import { OpWords } from './OpWords.tsx';
import css from './Sync.module.css';
import { isSettledHere, listedOf } from './listed.ts';
import { usePages } from './pages.ts';
import { openHere, takeNote } from './sync-acts.ts';
import { syncStore } from './sync-store.ts';
import type { Conflict } from './sync-store.ts';
import { useMinute } from './use-minute.ts';

/** 冲突 of the same field, to be chosen; 平行更新 of different fields, for information. */
export function ConflictsTab() {
  const t = useText();
  const pages = usePages(api.sync.conflicts);
  const cursor = syncStore((store) => store.cursor);
  const entries = pages.entries ?? [];
  const chosen = entries[cursor];
  if (entries.length === 0) {
    return (
      <div className={css['notes']}>
        {pages.error === null ? null : <CallErrorBox error={pages.error} onRetry={pages.readAgain} />}
        {pages.entries === undefined ? null : <EmptyState title={t('sync:conflicts.empty')} aside={t('sync:conflicts.emptyProof')} />}
      </div>
    );
  }
  return (
    <div className={css['parts']}>
      <div className={css['side']}>
        <EntryList
          label={t('sync:conflicts.list')}
          entries={entries}
          total={pages.total}
          rowHeight={ITEM_PX}
          listedOf={listedOf}
          onEnd={pages.readMore}
          render={(entry) => <ConflictItem entry={entry} />}
        />
      </div>
      {chosen === undefined ? null : chosen.fields.length > 0 && isSettledHere(chosen.entity) ? (
        <ConflictDetail key={chosen.opId} conflict={chosen} />
      ) : (
        <ParallelDetail key={chosen.opId} entry={chosen} />
      )}
    </div>
  );
}

function ConflictItem({ entry }: { entry: Conflict }) {
  const t = useText();
  const now = useMinute();
  const isConflict = entry.fields.length > 0;
  const Icon = entry.seenAt !== null ? IconCircleCheck : isConflict ? IconArrowsSplit : IconGitMerge;
  const [theirs] = entry.fields;
  return (
    <div className={css['item']}>
      <p>
        <Icon size={14} stroke={2} className={isConflict && entry.seenAt === null ? css['soon'] : css['calm']} aria-hidden />
        <OpWords kind={entry.kind} subject={entry.subject} />
      </p>
      <p className={css['second']}>
        {isConflict
          ? `${t('sync:conflicts.same')} · ${t('sync:conflicts.fields', { count: entry.fields.length })}`
          : `${t('sync:conflicts.other')} · ${t('sync:conflicts.otherHint')}`}
      </p>
      <p className={css['third']}>
        {theirs === undefined
          ? ''
          : `${t('sync:conflicts.whoTheirs', { name: personWords(theirs.by), at: formatMoment(theirs.at, now) })} · `}
        {t('sync:conflicts.whoMine', { at: formatMoment(entry.occurredAt, now) })}
      </p>
    </div>
  );
}

function ParallelDetail({ entry }: { entry: Conflict }) {
  const t = useText();
  const now = useMinute();
  const caps = useKeyCaps();
  const words = verdictWords(entry, now);
  return (
    <section className={css['detail']} aria-label={t('sync:conflicts.other')}>
      <h2>
        <OpWords kind={entry.kind} subject={entry.subject} />
      </h2>
      <p className={css['second']}>{words.happened}</p>
      <p className={css['second']}>{words.kept}</p>
      <p className={css['third']}>{entry.fields.length > 0 ? t('sync:conflicts.elsewhere') : t('sync:conflicts.merged')}</p>
      <div className={css['acts']}>
        <Button keyCap={caps('sync.seen')} disabled={entry.seenAt !== null} onClick={() => void takeNote([entry.opId])}>
          {t('sync:commands.seen')}
        </Button>
        <Button look="quiet" keyCap={caps('sync.open')} onClick={openHere}>
          {t('sync:commands.open')}
        </Button>
      </div>
    </section>
  );
}
