import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './Pill.module.css';

type PillProps = { look: 'good' | 'wait' | 'off' | 'bad' | 'mark'; title?: string; children: ReactNode };

/** State of the whole program in the title bar. */
export function Pill({ look, title, children }: PillProps) {
  return (
    <span className={classNames(css['pill'], css[look])} title={title}>
      <span className={css['dot']} />
      <span className={css['words']}>{children}</span>
    </span>
  );
}

type ChipProps = Omit<ComponentPropsWithRef<'button'>, 'className'> & { on?: boolean; add?: boolean };

/** A filter: outlined while off, tinted while it narrows the list. */
export function Chip({ on = false, add = false, children, ...native }: ChipProps) {
  return (
    <button type="button" {...native} className={classNames(css['chip'], on && css['on'], add && css['add'])}>
      {children}
    </button>
  );
}
