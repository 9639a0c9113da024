import { IconAlertTriangleFilled, IconPlugConnectedX } from '@tabler/icons-react';
import { useClock } from '#renderer/features/clock/clock.ts';
import { syncNow } from '#renderer/features/sync/sync-now.ts';
import type { SyncState } from '#renderer/features/sync/sync-state.ts';
import { wireWords } from '#renderer/features/sync/verdict-words.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatClock, formatDuration } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Sync.module.css';

/** Why nothing goes out, what is safe, what to do. No network is no error: it is told in grey. */
export function Trouble({ state }: { state: SyncState }) {
  const t = useText();
  const isOffline = state.phase === 'offline';
  const duration = useClock((now) => formatDuration(now - (state.offlineSince ?? now)));
  if (state.lastFailure === null) return null;
  const words = wireWords(state.lastFailure);
  const next = state.nextTryAt === null ? '' : t('sync:pending.next', { at: formatClock(state.nextTryAt) });
  return (
    <div role={isOffline ? 'status' : 'alert'} className={classNames(css['trouble'], isOffline && css['quiet'])}>
      {isOffline ? <IconPlugConnectedX size={16} aria-hidden /> : <IconAlertTriangleFilled size={16} aria-hidden />}
      <div>
        <b>{isOffline ? t('sync:pending.offline', { duration }) : words.happened}</b>
        <p>
          {words.kept} {words.doThis} {next}
        </p>
      </div>
      <Button size="small" onClick={() => void syncNow()}>
        {t('sync:failures.retry')}
      </Button>
    </div>
  );
}
