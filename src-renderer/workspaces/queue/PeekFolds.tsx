import { IconChevronDown, IconMessages, IconScan } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { presentMoment } from '#renderer/features/clock/clock.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { actorName, historyWords } from './history-words.ts';
import { Masked } from './Masked.tsx';
import css from './Peek.module.css';
import type { QueueDetail } from './queue-store.ts';

function Fold({ icon, title, summary, children }: { icon: ReactNode; title: ReactNode; summary?: ReactNode; children: ReactNode }) {
  return (
    <details className={css['details']}>
      <summary>
        {icon}
        <span>{title}</span>
        <span className={`${css['third'] ?? ''} ${css['ellipsis'] ?? ''}`}>{summary}</span>
        <span className={css['right']} />
        <IconChevronDown size={16} aria-hidden />
      </summary>
      <div className={css['inner']}>{children}</div>
    </details>
  );
}

/** What people did, what screening decided, what else is known: folded, one line each. */
export function PeekFolds({ detail }: { detail: QueueDetail }) {
  return (
    <>
      <History detail={detail} />
      <Verdicts detail={detail} />
    </>
  );
}

function History({ detail }: { detail: QueueDetail }) {
  const t = useText();
  const now = presentMoment();
  const last = detail.lastFollowUp;
  return (
    <Fold
      icon={<IconMessages size={16} aria-hidden />}
      title={
        <>
          {t('queue:panel.followUps')} <b>{detail.followUps}</b>
        </>
      }
      summary={last === null ? t('queue:panel.followUpsNone') : `${last.text} · ${last.by} ${formatMoment(last.at, now)}`}
    >
      {[...detail.history].reverse().map((entry, index) => (
        <div key={index} className={css['entry']}>
          <time>{formatMoment(entry.at, now)}</time>
          <span>
            {historyWords(entry)} <small className={css['third']}>{actorName(entry.actor)}</small>
          </span>
        </div>
      ))}
    </Fold>
  );
}

function verdictWords(t: Text, verdict: QueueDetail['verdicts'][number]): string {
  const why =
    verdict.verdict === 'undetermined'
      ? verdict.missing.map((one) => t(`words:missing.${one}`))
      : verdict.rules.map((rule) => t(`words:rule.${rule}`));
  const late = verdict.late ? ` · ${t('queue:panel.late')}` : '';
  return `${t(`words:region.${verdict.region}`)} ${t(`words:verdict.${verdict.verdict}`)} ${why.join(t('common:separator'))}${late}`;
}

function Verdicts({ detail }: { detail: QueueDetail }) {
  const t = useText();
  const now = presentMoment();
  return (
    <Fold
      icon={<IconScan size={16} aria-hidden />}
      title={t('queue:panel.verdicts')}
      summary={`${t('queue:panel.raised', { moment: formatMoment(detail.raisedAt, now) })} · ${t(`words:priority.${detail.priority}`)}`}
    >
      {detail.verdicts.map((verdict) => (
        <div key={`${verdict.day} ${verdict.region}`} className={css['entry']}>
          <time>{verdict.day.slice(5)}</time>
          <span>{verdictWords(t, verdict)}</span>
        </div>
      ))}
      <MailFacts detail={detail} />
    </Fold>
  );
}

function MailFacts({ detail }: { detail: QueueDetail }) {
  const t = useText();
  const now = presentMoment();
  const { mail, partners } = detail;
  return (
    <>
      <span>
        {t('queue:panel.regionNote', { basis: t(`words:regionBasis.${mail.regionBasis}`) })}
        {mail.regionConflict ? ` · ${t('queue:panel.regionConflict')}` : ''}
      </span>
      {detail.ownerName === null ? null : <span>{t('queue:panel.owner', { name: detail.ownerName })}</span>}
      {detail.firstAskerName === null ? null : <span>{t('queue:panel.firstAsker', { name: detail.firstAskerName })}</span>}
      {mail.address === null ? null : (
        <span>
          {mail.destination}{' '}
          <Masked key={detail.id} label={t('queue:panel.address')} mailNo={detail.mailNo} mail={mail} fields={['address']} />
        </span>
      )}
      {mail.batches.map((batch) => (
        <span key={`${batch.name} ${batch.asOf}`} className={css['third']}>
          {batch.name} · {formatMoment(batch.asOf, now)}
        </span>
      ))}
      {mail.remark === '' ? null : (
        <span>
          {t('queue:panel.remark')}：{mail.remark}
        </span>
      )}
      {partners.length === 0 ? null : (
        <span>
          {t('queue:panel.partners')}{' '}
          {partners.map((mailNo) => (
            <MailNumber key={mailNo} mailNo={mailNo} />
          ))}
        </span>
      )}
    </>
  );
}
