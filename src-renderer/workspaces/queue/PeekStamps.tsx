import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatDuration, formatMoment, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import css from './Peek.module.css';
import type { QueueRow } from './queue-store.ts';
import { STAMPS, missingStamps } from './row-facts.ts';
import type { Stamp } from './row-facts.ts';

function stampedAt(row: QueueRow, stamp: Stamp): number | null {
  return { intervention: row.interventionAt, 'follow-up': row.lastFollowUp?.at ?? null, feedback: row.feedbackAt }[stamp];
}

/** The stamps that a closure needs, how long the exception is open, and when it comes up again. */
export function PeekStamps({ row }: { row: QueueRow }) {
  const t = useText();
  const missing = missingStamps(row);
  const next = useClock((now) => (row.nextAt === null ? '' : t('queue:panel.next', { moment: formatMomentNamed(row.nextAt, now) })));
  const age = useClock((now) => t('queue:panel.age', { duration: formatDuration(now - row.raisedAt) }));
  if (row.status !== 'open') return null;
  return (
    <section className={css['stamps']} aria-label={t('queue:panel.stampsTitle')}>
      <div className={css['stampsHead']}>
        <span>{t('queue:panel.stampsDone', { done: STAMPS.length - missing.length, total: STAMPS.length })}</span>
        <span className={css['right']}>
          {age}
          {next === '' ? '' : ` · ${next}`}
        </span>
      </div>
      <div className={css['stampsLine']}>
        {STAMPS.map((stamp) => (
          <StampMark key={stamp} stamp={stamp} at={missing.includes(stamp) ? null : stampedAt(row, stamp)} isNext={missing[0] === stamp} />
        ))}
      </div>
      <ToldClient row={row} />
      {row.snoozedUntil === null ? null : <Snoozed until={row.snoozedUntil} reason={row.snoozeReason ?? t('common:none')} />}
    </section>
  );
}

/** Whether the client has been told, or why not. */
function ToldClient({ row }: { row: QueueRow }) {
  const t = useText();
  const pushed = useClock((now) =>
    row.pushedAt === null ? '' : t('queue:panel.pushed', { count: row.pushes, moment: formatMomentNamed(row.pushedAt, now) }),
  );
  const waived = row.pushWaived === null ? '' : t('queue:panel.waived', { reason: row.pushWaived });
  return <p className={css['third']}>{pushed || waived || t('queue:panel.notPushed')}</p>;
}

function Snoozed({ until, reason }: { until: number; reason: string }) {
  const t = useText();
  const moment = useClock((now) => formatMomentNamed(until, now));
  return <p className={css['third']}>{t('queue:panel.snoozed', { moment, reason })}</p>;
}

function StampMark({ stamp, at, isNext }: { stamp: Stamp; at: number | null; isNext: boolean }) {
  const t = useText();
  const moment = useClock((now) => (at === null ? '' : formatMoment(at, now)));
  const Icon = at === null ? IconCircle : IconCircleCheck;
  return (
    <span className={at === null ? (isNext ? css['stampNext'] : css['stampOpen']) : css['stampDone']}>
      <Icon size={14} stroke={2} aria-hidden />
      {t(`queue:stamps.${stamp}`)}
      <small>{at === null ? t('queue:stampMissing') : moment}</small>
    </span>
  );
}
