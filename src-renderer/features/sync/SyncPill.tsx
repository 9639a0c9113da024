import { IconBan, IconCircle, IconCircleDashed, IconCircleFilled, IconCircleHalf2, IconTriangleFilled, IconX } from '@tabler/icons-react';
import type { ComponentType } from 'react';
import { useClock } from '#renderer/features/clock/clock.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './SyncPill.module.css';
import { pillWords, useSyncState } from './sync-state.ts';
import type { SyncPhase } from './sync-state.ts';

type PillIcon = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
const ICONS: Readonly<Record<SyncPhase, PillIcon>> = {
  none: IconCircleDashed,
  synced: IconCircleFilled,
  sending: IconCircleHalf2,
  offline: IconCircle,
  conflict: IconTriangleFilled,
  failed: IconX,
  revoked: IconBan,
};

/** How it stands with the server, on every screen: shape, word and colour; opens the sync centre. */
export function SyncPill() {
  const t = useText();
  const state = useSyncState();
  const words = useClock((now) => (state === undefined ? '' : pillWords(state, now)));
  if (state === undefined) return null;
  const Icon = ICONS[state.phase];
  return (
    <>
      <button
        type="button"
        data-sync={state.phase}
        aria-label={t('sync:pill.label', { words })}
        className={classNames(css['pill'], css[state.phase])}
        onClick={() => goTo('/sync')}
      >
        <Icon size={12} stroke={2.5} aria-hidden />
        {words}
      </button>
      <SpokenPhase phase={state.phase} count={state.failed + state.conflicts} />
    </>
  );
}

/** Only a change of the phase or of what failed is spoken, never the minutes that pass. */
function SpokenPhase({ phase, count }: { phase: SyncPhase; count: number }) {
  const t = useText();
  const names: Readonly<Record<SyncPhase, string>> = {
    none: '',
    synced: t('sync:mark.synced'),
    sending: t('sync:tabs.pending'),
    offline: t('sync:wire.no-network.happened'),
    conflict: t('sync:pill.conflict', { count }),
    failed: t('sync:pill.failed', { count }),
    revoked: t('sync:pill.revoked'),
  };
  return (
    <span className="visually-hidden" aria-live="polite">
      {names[phase]}
    </span>
  );
}
