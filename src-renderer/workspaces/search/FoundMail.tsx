import type { Ref } from 'react';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment } from '#renderer/i18n/time-format.ts';
import { Facts } from '#renderer/ui/controls/Facts.tsx';
import { Section } from '#renderer/ui/controls/Layout.tsx';
import css from './Search.module.css';

type Source = keyof typeof zhCn.words.source;

/** The trail of a mail that was found, masked as everywhere. */
export function FoundMail({ mailNo, panelRef }: { mailNo: string; panelRef: Ref<HTMLDivElement> }) {
  const t = useText();
  const now = useClock((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS);
  const { data: mail, error } = useQueryOf(api.search.mail, { mailNo }, { keepPrevious: true });
  if (error !== null) return <CallErrorBox error={error} />;
  if (mail === undefined) return null;
  const source = (name: string) => (name in zhCn.words.source ? t(`words:source.${name as Source}`) : name);
  const facts = [
    { label: t('search:region'), value: t(`words:region.${mail.region}`) },
    { label: t('search:stage'), value: t(`words:stage.${mail.stage}`) },
    { label: t('search:acceptedAt'), value: mail.acceptedAt === null ? t('common:none') : formatMoment(mail.acceptedAt, now) },
    { label: t('search:client'), value: mail.clientName || t('common:none') },
    { label: t('search:recipient'), value: [mail.recipient, mail.recipientPhone].filter(Boolean).join(' ') || t('common:none') },
    { label: t('search:address'), value: mail.address ?? t('common:none') },
    { label: t('search:sources'), value: mail.sources.map(source).join(t('common:separator')) },
  ];
  return (
    <div ref={panelRef} tabIndex={0} role="group" aria-label={t('search:mail')} className={css['panel']}>
      <h2 className={css['panelHead']}>
        <MailNumber mailNo={mail.mailNo} />
      </h2>
      <Facts facts={facts} />
      <Section
        title={t('search:trail')}
        aside={mail.traceAsOf === null ? t('search:mailNoTrace') : t('search:asOf', { moment: formatMoment(mail.traceAsOf, now) })}
      >
        <ol className={css['trail']}>
          {[...mail.events].reverse().map((event, index) => (
            <li key={index}>
              <time>{formatMoment(event.at, now)}</time>
              <span>
                {event.name} <small>{event.organisation}</small>
              </span>
            </li>
          ))}
        </ol>
      </Section>
    </div>
  );
}
