import {
  IconAlertTriangleFilled,
  IconCircleCheck,
  IconClock,
  IconFlagFilled,
  IconHourglassLow,
  IconPlayerPauseFilled,
} from '@tabler/icons-react';
import type { ComponentType, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './ClockState.module.css';

/** The five clock states and done: each has its own silhouette, word and colour. */
export type ClockStateName = 'ok' | 'soon' | 'over' | 'pause' | 'watch' | 'done';

type IconComponent = ComponentType<{ size?: number; stroke?: number; 'aria-hidden'?: boolean }>;
const ICONS: Readonly<Record<ClockStateName, IconComponent>> = {
  ok: IconClock,
  soon: IconHourglassLow,
  over: IconAlertTriangleFilled,
  pause: IconPlayerPauseFilled,
  watch: IconFlagFilled,
  done: IconCircleCheck,
};

export function StateIcon({ state, size = 14 }: { state: ClockStateName; size?: number }) {
  const Icon = ICONS[state];
  return <Icon size={size} stroke={size > 14 ? 1.75 : 2} aria-hidden />;
}

/** Words in the colour of a state, for grids: no box. */
export function StateText({ state, icon = false, children }: { state: ClockStateName; icon?: boolean; children?: ReactNode }) {
  return (
    <span className={classNames(css['state'], css[state])}>
      {icon ? <StateIcon state={state} /> : null}
      {children}
    </span>
  );
}

/** The boxed form; `plain` is for facts that are no state. */
export function Badge({ state, children }: { state: ClockStateName | 'plain'; children: ReactNode }) {
  return (
    <span className={classNames(css['badge'], css[state])}>
      {state === 'plain' ? null : <StateIcon state={state} />}
      {children}
    </span>
  );
}
