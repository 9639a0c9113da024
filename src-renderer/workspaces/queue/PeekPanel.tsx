import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { useCachedRow } from '#renderer/ui/grid/GridRow.tsx';
import { cursorId, isGroupId } from '#renderer/ui/grid/grid-state.ts';
import { GroupPeek } from './GroupPeek.tsx';
import css from './Peek.module.css';
import { PeekActs } from './PeekActs.tsx';
import { PeekFolds } from './PeekFolds.tsx';
import { PeekForm } from './PeekForm.tsx';
import { PeekHead } from './PeekHead.tsx';
import { PeekReasons } from './PeekReasons.tsx';
import { PeekStamps } from './PeekStamps.tsx';
import { PeekTrail } from './PeekTrail.tsx';
import { acceptSuggestion } from './acts.ts';
import { queueGrid, queueRows } from './queue-store.ts';
import type { QueueDetail, QueueRow } from './queue-store.ts';
import { awaitsDecision } from './row-facts.ts';

/** The row under the cursor, in fixed order: clock, client, advice, reasons, trail, stamps, history, acts. */
export function PeekPanel() {
  const t = useText();
  const id = useStore(queueGrid, cursorId);
  const shown = useSettled(id);
  return (
    <aside className={css['panel']} aria-label={t('queue:panel.label')}>
      {shown === null ? <p className={css['empty']}>{t('queue:panel.empty')}</p> : null}
      {shown === null ? null : isGroupId(shown) ? <GroupPeek head={shown} /> : <PeekOf id={shown} />}
    </aside>
  );
}

const SETTLE_MS = 60;

/** Holding a key moves faster than details are read: the panel follows when the cursor rests. */
function useSettled(id: number | null): number | null {
  const [settled, setSettled] = useState(id);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(id), settled === null ? 0 : SETTLE_MS);
    return () => clearTimeout(timer);
  }, [id, settled]);
  return settled;
}

function PeekOf({ id }: { id: number }) {
  const row = useCachedRow(queueRows, id);
  const detail = useQueryOf(api.queue.get, { id });
  if (row === undefined) return null;
  return (
    <>
      <div className={css['scroll']}>
        <PeekHead row={row} mail={detail.data?.mail} />
        {detail.error === null ? null : <CallErrorBox error={detail.error} onRetry={() => void detail.refetch()} />}
        {detail.data === undefined ? null : <PeekBody row={row} detail={detail.data} />}
      </div>
      <PeekForm />
      <PeekActs row={row} />
    </>
  );
}

function PeekBody({ row, detail }: { row: QueueRow; detail: QueueDetail }) {
  return (
    <>
      <Suggestion row={row} detail={detail} />
      <PeekReasons key={`why ${detail.id}`} detail={detail} />
      <PeekTrail key={detail.id} detail={detail} />
      <PeekStamps row={row} />
      <PeekFolds detail={detail} />
    </>
  );
}

/** The one tinted box: what to do, while nobody has decided. */
function Suggestion({ row, detail }: { row: QueueRow; detail: QueueDetail }) {
  const t = useText();
  const { suggestion } = detail;
  const next = useClock((now) => formatMomentNamed(suggestion.nextAt, now));
  if (!awaitsDecision(row)) return null;
  const place = suggestion.organisation ?? t(`words:responsible.${suggestion.responsibleStage}`);
  return (
    <div className={css['suggestion']}>
      <div className={css['line']}>
        <b className={css['ellipsis']}>{t('queue:panel.suggestion', { type: t(`words:type.${suggestion.type}`), place })}</b>
        <span className={css['right']}>
          <button type="button" onClick={acceptSuggestion}>
            <CommandCap command="queue.accept" /> {t('queue:accept')}
          </button>
        </span>
      </div>
      <p title={suggestion.text ?? undefined}>
        {suggestion.macroName === null
          ? t('queue:panel.suggestionHint', { next })
          : t('queue:panel.suggestionMacro', { macro: suggestion.macroName, next })}
        {t('queue:panel.typeKeys')} <CommandCap command="queue.type-urge-delivery" />–
        <span className={css['together']}>
          <CommandCap command="queue.type-other" />
          {t('queue:panel.stageKey')}
        </span>{' '}
        <CommandCap command="queue.stage" />
        {t('queue:panel.keysEnd')}
      </p>
    </div>
  );
}
