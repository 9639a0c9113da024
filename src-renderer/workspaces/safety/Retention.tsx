import { useState } from 'react';
import { dayOf, formatDay } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { ConfirmDialog } from '#renderer/features/confirm/ConfirmDialog.tsx';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Part } from './Part.tsx';
import css from './Safety.module.css';

/** What would leave is shown first; leaving is confirmed, since only a backup brings it back. */
export function Retention() {
  const t = useText();
  const { may, why } = useMay('ledger.retention');
  const days = useQueryOf(api.settings.get, {}).data?.retentionDays;
  const trial = useCommandOf(api.safety.retention);
  const leave = useCommandOf(api.safety.retention);
  const [asking, setAsking] = useState(false);
  const found = trial.data;
  const figures = { mails: formatCount(found?.mails ?? 0), events: formatCount(found?.events ?? 0) };
  const done = () => {
    setAsking(false);
    trial.reset();
  };
  return (
    <Part title={t('safety:retention')} {...(days === undefined ? {} : { hint: t('safety:retentionHint', { days }) })}>
      <div role="status" className={css['second']}>
        {found === undefined
          ? ''
          : found.mails === 0
            ? t('safety:retentionNone')
            : t('safety:retentionResult', { before: formatDay(dayOf(found.before)), ...figures })}
        {found === undefined && leave.data !== undefined
          ? t('safety:retentionDone', { mails: formatCount(leave.data.mails), events: formatCount(leave.data.events) })
          : ''}
      </div>
      <div className={css['row']}>
        <Button size="small" disabled={trial.isPending} onClick={() => trial.mutate({ dryRun: true })}>
          {t('safety:retentionTry')}
        </Button>
        {found === undefined || found.mails === 0 ? null : (
          <Button size="small" look="danger" title={why} disabled={!may} onClick={() => setAsking(true)}>
            {t('safety:retentionRun', { count: figures.mails })}
          </Button>
        )}
      </div>
      {trial.error === null ? null : <CallErrorBox error={trial.error} />}
      {asking ? (
        <ConfirmDialog
          title={t('safety:retentionConfirm')}
          confirmLabel={t('safety:retentionRun', { count: figures.mails })}
          danger
          pending={leave.isPending}
          error={leave.error}
          onConfirm={() => leave.mutate({ dryRun: false }, { onSuccess: done })}
          onClose={() => setAsking(false)}
        >
          <p>{t('safety:retentionText', figures)}</p>
        </ConfirmDialog>
      ) : null}
    </Part>
  );
}
