import { IconArrowNarrowRight, IconCopy } from '@tabler/icons-react';
import { useKeyCaps } from '#renderer/features/keys/key-caps.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatRemaining } from '#renderer/i18n/time-format.ts';
import { zhCn } from '#renderer/i18n/catalogues.ts';
import { IconButton } from '#renderer/ui/controls/Button.tsx';
import { Badge } from '#renderer/ui/controls/ClockState.tsx';
import css from './Peek.module.css';
import { Masked } from './Masked.tsx';
import { copyNumber } from './row-acts.ts';
import type { QueueDetail, QueueRow } from './queue-store.ts';
import { liveClock } from './row-facts.ts';

type Mail = QueueDetail['mail'];
type Tier = keyof typeof zhCn.words.tier;
const isTier = (tier: string): tier is Tier => Object.hasOwn(zhCn.words.tier, tier);

export function PeekHead({ row, mail }: { row: QueueRow; mail: Mail | undefined }) {
  const t = useText();
  const keyOf = useKeyCaps();
  return (
    <div className={css['head']}>
      <div className={css['line']}>
        <b className={css['number']}>
          <MailNumber mailNo={row.mailNo} />
        </b>
        <IconButton label={t('queue:acts.copyNumber')} keyCap={keyOf('queue.copy')} showCap onClick={copyNumber}>
          <IconCopy size={14} stroke={2} aria-hidden />
        </IconButton>
        <span className={css['right']}>
          <ClockBadge row={row} />
        </span>
      </div>
      <div className={css['wrap']}>
        {mail === undefined ? null : (
          <>
            {mail.origin ?? t('common:none')} <IconArrowNarrowRight size={16} aria-hidden /> {mail.destination ?? t('common:none')} ·{' '}
            {t(`words:regionSlot.${row.region}`)}
            {mail.product === null ? null : <span>· {mail.product}</span>}
          </>
        )}
      </div>
      <div className={css['wrap']}>
        {row.clientName || t('queue:noClient')}{' '}
        {bestTier(row.tiers).map((tier) => (
          <Badge key={tier} state="plain">
            {t(`words:tier.${tier}`)}
          </Badge>
        ))}
        {row.cycle > 1 ? <span>· {t('queue:panel.cycle', { count: row.cycle })}</span> : null}
        {mail === undefined ? null : (
          <Masked
            key={row.id}
            label={t('queue:panel.recipient')}
            mailNo={row.mailNo}
            mail={mail}
            fields={['recipient', 'recipientPhone']}
          />
        )}
      </div>
    </div>
  );
}

const TIER_ORDER = ['strategic', 'head', 'vip', 'key', 'agreement'] as const;

/** The weightiest flag is enough for a glance. */
function bestTier(tiers: readonly string[]): readonly Tier[] {
  return TIER_ORDER.filter((tier) => tiers.filter(isTier).includes(tier)).slice(0, 1);
}

function ClockBadge({ row }: { row: QueueRow }) {
  const t = useText();
  const state = useClock((now) => liveClock(row, now));
  const left = useClock((now) => (row.dueAt === null ? '' : ` · ${formatRemaining(row.dueAt, now)}`));
  if (row.status === 'self-cleared') return <Badge state="done">{t('words:status.self-cleared')}</Badge>;
  const counts = state === 'ok' || state === 'soon' || state === 'over';
  return (
    <Badge state={state}>
      {state === 'watch' ? '' : t(`words:clock.${state}`)}
      {counts ? left : ''}
    </Badge>
  );
}
