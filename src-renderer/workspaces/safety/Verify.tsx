import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { Part } from './Part.tsx';
import css from './Safety.module.css';
import type { SafetyStatus } from './safety-status.ts';

const CHECK_LOOKS = { running: 'ok', passed: 'done', failed: 'over' } as const;

/** Rebuilds and recounts; the differences are named, never only counted. */
export function Verify({ status }: { status: SafetyStatus }) {
  const t = useText();
  const verify = useCommandOf(api.safety.verify);
  const { may, why } = useMay('ledger.verify');
  const { lastFullCheckAt } = status;
  const last = useClock((now) =>
    lastFullCheckAt === null ? t('safety:noFullCheck') : t('safety:fullCheck', { moment: formatMomentNamed(lastFullCheckAt, now) }),
  );
  return (
    <Part title={t('safety:verify')} hint={t('safety:verifyHint')}>
      <p className={css['row']}>
        <span className={css['second']}>{last}</span>
        {status.check === 'none' ? null : (
          <StateText state={CHECK_LOOKS[status.check]} icon>
            {t(`safety:check.${status.check}`)}
          </StateText>
        )}
      </p>
      <div className={css['row']}>
        <Button size="small" title={why} disabled={!may || verify.isPending} onClick={() => verify.mutate({})}>
          {verify.isPending ? t('safety:verifying') : t('safety:verifyRun')}
        </Button>
      </div>
      <div role="status">{verify.data === undefined ? null : <Verdict {...verify.data} />}</div>
      {verify.error === null ? null : <CallErrorBox error={verify.error} />}
    </Part>
  );
}

type VerdictProps = { ok: boolean; differences: readonly string[]; opsChecked: number };

function Verdict({ ok, differences, opsChecked }: VerdictProps) {
  const t = useText();
  if (ok) {
    return (
      <StateText state="done" icon>
        {t('safety:verifyOk', { count: formatCount(opsChecked) })}
      </StateText>
    );
  }
  return (
    <>
      <StateText state="over" icon>
        {t('safety:verifyBad', { count: differences.length })}
      </StateText>
      <ul className={css['differences']} aria-label={t('safety:differences')} tabIndex={0}>
        {differences.map((difference) => (
          <li key={difference}>{difference}</li>
        ))}
      </ul>
    </>
  );
}
