import { IconDatabase } from '@tabler/icons-react';
import { useState } from 'react';
import { HOUR_MS, MINUTE_MS } from '#shared/kernel/instant.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { buildTrail } from '#renderer/features/trail/trail.ts';
import type { TrailEvent, TrailItem } from '#renderer/features/trail/trail.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatClock, formatDuration, formatMoment, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Section } from '#renderer/ui/controls/Layout.tsx';
import css from './Peek.module.css';
import type { QueueDetail } from './queue-store.ts';

const SHORT_PX = 640;
const KEPT_WHEN_SHORT = 2;
const KEPT = 6;

/** A silence that fired a rule is a gap, however short; else a day without scans is. */
function gapThreshold(detail: QueueDetail): number {
  const fired = detail.findings.flatMap(({ evidence }) =>
    typeof evidence['from'] === 'number' && typeof evidence['thresholdMs'] === 'number' ? [evidence['thresholdMs']] : [],
  );
  return Math.min(24 * HOUR_MS, ...fired);
}

export function PeekTrail({ detail }: { detail: QueueDetail }) {
  const t = useText();
  const [unfolded, setUnfolded] = useState(false);
  const now = useClock((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS);
  const keep = unfolded ? null : window.innerHeight <= SHORT_PX ? KEPT_WHEN_SHORT : KEPT;
  const items = buildTrail(detail.events, { now, observedUntil: detail.mail.traceAsOf ?? now, gapMs: gapThreshold(detail), keep });
  const { traceAsOf, sources } = detail.mail;
  const source = sources
    .slice(0, 2)
    .map((name) => (name in zhCn.words.source ? t(`words:source.${name as keyof typeof zhCn.words.source}`) : name))
    .join(t('common:separator'));
  return (
    <Section
      grow
      title={t('queue:panel.trail')}
      aside={
        <>
          <IconDatabase size={14} stroke={2} aria-hidden />
          {traceAsOf === null ? t('queue:panel.noTraceYet') : t('queue:panel.asOf', { source, moment: formatMoment(traceAsOf, now) })}
        </>
      }
    >
      <ol className={css['trail']}>
        {items.map((item, index) => (
          <TrailLine
            key={index}
            item={item}
            now={now}
            dueAt={detail.status === 'open' ? detail.dueAt : null}
            onUnfold={() => setUnfolded(true)}
          />
        ))}
      </ol>
    </Section>
  );
}

type LineProps = { item: TrailItem; now: number; dueAt: number | null; onUnfold: () => void };

function TrailLine({ item, now, dueAt, onUnfold }: LineProps) {
  const t = useText();
  switch (item.kind) {
    case 'event':
      return <EventLine event={item.event} isKey={item.key} now={now} />;
    case 'gap':
      return (
        <li className={css['gap']}>
          <time>{formatDuration(item.ms)}</time>
          <span>{t('queue:panel.noScan')}</span>
        </li>
      );
    case 'folded':
      return (
        <li>
          <time>{t('queue:panel.early', { count: item.events.length })}</time>
          <span className={css['ellipsis']}>
            <LinkButton onClick={onUnfold}>{t('common:expand')}</LinkButton>{' '}
            <small>{item.events.map((event) => event.name).join(t('common:separator'))}</small>
          </span>
        </li>
      );
    case 'now':
      return (
        <li className={css['now']}>
          <time>{t('queue:panel.now', { time: formatClock(now) })}</time>
          <span className={css['second']}>
            {dueAt === null ? t('queue:panel.nowOpen') : t('queue:panel.nowDue', { moment: formatMomentNamed(dueAt, now) })}
          </span>
        </li>
      );
  }
}

function EventLine({ event, isKey, now }: { event: TrailEvent; isKey: boolean; now: number }) {
  return (
    <li className={isKey ? css['key'] : undefined}>
      <time>{formatMoment(event.at, now)}</time>
      <span>
        {event.name} <small>{event.organisation}</small>
      </span>
    </li>
  );
}
