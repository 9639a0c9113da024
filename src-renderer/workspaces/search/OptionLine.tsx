import { IconClock } from '@tabler/icons-react';
import { useClock } from '#renderer/features/clock/clock.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { MINUTE_MS } from '#shared/kernel/instant.ts';
import { MarkedNumber, MarkedText } from './MarkedText.tsx';
import css from './Search.module.css';
import type { Found, Option } from './search-options.ts';

/** What one line of the results says. */
export function OptionLine({ option }: { option: Option }) {
  switch (option.kind) {
    case 'mails':
      return <MailLine hit={option.hit} />;
    case 'exceptions':
      return <ExceptionLine hit={option.hit} />;
    case 'clients':
      return <ClientLine hit={option.hit} />;
    case 'texts':
      return <TextLine hit={option.hit} />;
    case 'recent':
      return (
        <>
          <IconClock size={14} aria-hidden />
          <span>{option.text}</span>
        </>
      );
  }
}

function MailLine({ hit }: { hit: Found['mails']['hits'][number] }) {
  const t = useText();
  return (
    <>
      <MarkedNumber marked={hit.number} />
      <span className={css['fixed']}>{t(`words:region.${hit.region}`)}</span>
      <span className={css['fixed']}>{hit.stage === null ? '' : t(`words:stage.${hit.stage}`)}</span>
      <span className={css['rest']}>{hit.clientName}</span>
      <span className={css['aside']}>{hit.exception === null ? t('search:noException') : t(`search:status.${hit.exception.status}`)}</span>
    </>
  );
}

function ExceptionLine({ hit }: { hit: Found['exceptions']['hits'][number] }) {
  const t = useText();
  const now = useClock((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS);
  return (
    <>
      <MarkedNumber marked={hit.number} />
      <span className={css['fixed']}>{t(`words:rule.${hit.mainRule}`)}</span>
      <span className={css['rest']}>
        <MarkedText marked={hit.clientName} />
        {hit.found === null ? null : (
          <small>
            <MarkedText marked={hit.found} />
          </small>
        )}
      </span>
      <span className={css['aside']}>
        {t(`search:status.${hit.status}`)} {formatMoment(hit.raisedAt, now)}
      </span>
    </>
  );
}

function ClientLine({ hit }: { hit: Found['clients']['hits'][number] }) {
  const t = useText();
  return (
    <>
      <span className={css['number']}>
        <MarkedText marked={{ text: hit.code, marks: hit.codeMarks }} />
      </span>
      <span className={css['rest']}>
        <MarkedText marked={hit.name} />
      </span>
      <span className={css['aside']}>{t('search:open', { count: formatCount(hit.openExceptions) })}</span>
    </>
  );
}

type Act = keyof typeof zhCn.search.act;

function TextLine({ hit }: { hit: Found['texts']['hits'][number] }) {
  const t = useText();
  const now = useClock((at) => Math.floor(at / MINUTE_MS) * MINUTE_MS);
  const act: Act = hit.act in zhCn.search.act ? (hit.act as Act) : 'other';
  return (
    <>
      <span className={css['number']}>{hit.mailNo}</span>
      <span className={css['rest']}>
        <MarkedText marked={hit.excerpt} />
      </span>
      <span className={css['aside']}>
        {t('search:by', { by: hit.by, act: t(`search:act.${act}`) })} {formatMoment(hit.at, now)}
      </span>
    </>
  );
}
