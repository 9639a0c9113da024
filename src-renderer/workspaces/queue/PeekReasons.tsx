import { IconAlertTriangleFilled, IconClock } from '@tabler/icons-react';
import { useState } from 'react';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { explainFinding, thresholdWords } from '#renderer/features/findings/explain-finding.ts';
import type { Explanation, Finding } from '#renderer/features/findings/explain-finding.ts';
import { useText } from '#renderer/i18n/text.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Section } from '#renderer/ui/controls/Layout.tsx';
import css from './Peek.module.css';
import type { QueueDetail } from './queue-store.ts';

const SHOWN_REASONS = 3;
type Reason = Explanation & { readonly finding: Finding };

/** One sentence a finding, the cause first; rules that rest on the same silence tell it once. */
function reasonsOf(detail: QueueDetail, now: number): readonly Reason[] {
  const mainFirst = [...detail.findings].sort((a, b) => Number(b.rule === detail.mainRule) - Number(a.rule === detail.mainRule));
  const explained = mainFirst.map((finding) => ({ finding, ...explainFinding(finding, now) }));
  return explained.filter(({ lead }, index) => explained.findIndex((other) => other.lead === lead) === index);
}

export function PeekReasons({ detail }: { detail: QueueDetail }) {
  const t = useText();
  const [all, setAll] = useState(false);
  // Sentences are of the moment at which the panel was opened; the trail below counts on.
  const reasons = reasonsOf(detail, presentMoment());
  const shown = all ? reasons : reasons.slice(0, SHOWN_REASONS);
  return (
    <Section title={t('queue:panel.why')}>
      <ul className={css['why']}>
        {shown.map((reason, index) => (
          <ReasonLine key={`${reason.finding.rule} ${reason.finding.since}`} reason={reason} isMain={index === 0} />
        ))}
        {detail.status === 'self-cleared' ? (
          <li className={css['later']}>
            <IconClock size={14} stroke={2} aria-hidden />
            <span>{t('queue:panel.selfCleared')}</span>
          </li>
        ) : null}
      </ul>
      {shown.length < reasons.length ? (
        <LinkButton onClick={() => setAll(true)}>{t('queue:panel.moreReasons', { count: reasons.length - shown.length })}</LinkButton>
      ) : null}
    </Section>
  );
}

function ReasonLine({ reason: { finding, lead, rest }, isMain }: { reason: Reason; isMain: boolean }) {
  const t = useText();
  return (
    <li className={isMain ? undefined : css['later']} title={thresholdWords(finding) ?? t(`words:rule.${finding.rule}`)}>
      {isMain ? <IconAlertTriangleFilled size={14} aria-hidden /> : <IconClock size={14} stroke={2} aria-hidden />}
      <span>
        {isMain ? <b>{lead}</b> : lead}，{rest}
      </span>
    </li>
  );
}
