import { IconAlertTriangleFilled, IconClock } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { presentMoment, useClock } from '#renderer/features/clock/clock.ts';
import { explainFinding } from '#renderer/features/findings/explain-finding.ts';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import { Section } from '#renderer/ui/controls/Layout.tsx';
import { useCachedRow } from '#renderer/ui/grid/GridRow.tsx';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import css from './Peek.module.css';
import { PeekActs } from './PeekActs.tsx';
import { PeekFolds } from './PeekFolds.tsx';
import { PeekForm } from './PeekForm.tsx';
import { PeekHead } from './PeekHead.tsx';
import { PeekTrail } from './PeekTrail.tsx';
import { acceptSuggestion } from './acts.ts';
import { queueGrid, queueRows } from './queue-store.ts';
import type { QueueDetail, QueueRow } from './queue-store.ts';
import { awaitsDecision } from './row-facts.ts';

/** The row under the cursor, in fixed order: clock, client, advice, reasons, trail, history, acts. */
export function PeekPanel() {
  const t = useText();
  const id = useStore(queueGrid, cursorId);
  const shown = useSettled(id);
  return (
    <aside className={css['panel']} aria-label={t('queue:panel.label')}>
      {shown === null ? <p className={css['empty']}>{t('queue:panel.empty')}</p> : <PeekOf id={shown} />}
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
      <PeekForm key={row.id} row={row} />
      <PeekActs row={row} />
    </>
  );
}

function PeekBody({ row, detail }: { row: QueueRow; detail: QueueDetail }) {
  return (
    <>
      <Suggestion row={row} detail={detail} />
      <Reasons detail={detail} />
      <PeekTrail key={detail.id} detail={detail} />
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
          <button type="button" onClick={() => void acceptSuggestion()}>
            <KeyCap>{keyLabel('Enter')}</KeyCap> {t('queue:accept')}
          </button>
        </span>
      </div>
      <p>
        {t('queue:panel.suggestionHint', { next })}
        {t('queue:panel.typeKeys')} <KeyCap>{keyLabel('Digit1')}</KeyCap>–
        <span className={css['together']}>
          <KeyCap>{keyLabel('Equal')}</KeyCap>
          {t('queue:panel.stageKey')}
        </span>{' '}
        <KeyCap>{keyLabel('KeyL')}</KeyCap>
        {t('queue:panel.keysEnd')}
      </p>
    </div>
  );
}

const SHOWN_REASONS = 3;

function Reasons({ detail }: { detail: QueueDetail }) {
  const t = useText();
  // Sentences are of the moment at which the panel was opened; the trail below counts on.
  const now = presentMoment();
  const mainFirst = [...detail.findings].sort((a, b) => Number(b.rule === detail.mainRule) - Number(a.rule === detail.mainRule));
  const explained = mainFirst.map((finding) => ({ finding, ...explainFinding(finding, now) }));
  // Two rules may rest on one silence; it is told once.
  const reasons = explained
    .filter(({ lead }, index) => explained.findIndex((other) => other.lead === lead) === index)
    .slice(0, SHOWN_REASONS);
  return (
    <Section title={t('queue:panel.why')}>
      <ul className={css['why']}>
        {reasons.map(({ finding, lead, rest }, index) => {
          return (
            <li key={`${finding.rule} ${finding.since}`} className={index === 0 ? undefined : css['later']}>
              {index === 0 ? <IconAlertTriangleFilled size={14} aria-hidden /> : <IconClock size={14} stroke={2} aria-hidden />}
              <span>
                {index === 0 ? <b>{lead}</b> : lead}，{rest}
              </span>
            </li>
          );
        })}
        {detail.status === 'self-cleared' ? (
          <li className={css['later']}>
            <IconClock size={14} stroke={2} aria-hidden />
            <span>{t('queue:panel.selfCleared')}</span>
          </li>
        ) : null}
      </ul>
    </Section>
  );
}
