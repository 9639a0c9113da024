import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { Part } from './Part.tsx';
import css from './Safety.module.css';
import type { SafetyStatus } from './safety-status.ts';

/** A copy outside this computer, and a reminder when it grows old. */
export function SecondCopy({ status }: { status: SafetyStatus }) {
  const t = useText();
  const { may, why } = useMay('ledger.second-copy');
  const set = useCommandOf(api.safety.setSecondFolder);
  const { secondFolder, secondLastAt } = status;
  const last = useClock((now) =>
    secondLastAt === null ? t('safety:secondNever') : t('safety:secondLast', { moment: formatMomentNamed(secondLastAt, now) }),
  );
  const choose = async () => {
    const { path } = await shell('choose-folder', secondFolder === null ? {} : { startAt: secondFolder });
    if (path !== null) set.mutate({ path });
  };
  return (
    <Part title={t('safety:second')} hint={t('safety:secondHint')}>
      <p className={css['path']}>{secondFolder === null ? t('safety:secondNone') : `${secondFolder}　${last}`}</p>
      {status.secondReminder ? (
        <StateText state="soon" icon>
          {t('safety:secondReminder')}
        </StateText>
      ) : null}
      <div className={css['row']}>
        <Button size="small" title={why} disabled={!may} onClick={() => void choose()}>
          {t('safety:secondChoose')}
        </Button>
        {secondFolder === null ? null : (
          <Button size="small" look="quiet" disabled={!may} onClick={() => set.mutate({ path: null })}>
            {t('safety:secondStop')}
          </Button>
        )}
      </div>
      {set.error === null ? null : <CallErrorBox error={set.error} />}
    </Part>
  );
}
