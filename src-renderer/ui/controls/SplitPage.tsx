import type { ReactNode } from 'react';
import css from './SplitPage.module.css';

type Props = {
  bar: ReactNode;
  side: ReactNode;
  sideLabel: string;
  sideWidth?: 'views' | 'list' | 'panel';
  sideAt?: 'start' | 'end';
  children: ReactNode;
};

/** View bar above, a column of fixed width beside the part that takes the rest. */
export function SplitPage({ bar, side, sideLabel, sideWidth = 'list', sideAt = 'start', children }: Props) {
  return (
    <div className={css['split']} data-side={sideAt} data-width={sideWidth} data-empty={side === null ? '' : undefined}>
      <div className={css['bar']}>{bar}</div>
      {side === null ? null : (
        <aside className={css['side']} aria-label={sideLabel}>
          {side}
        </aside>
      )}
      <div className={css['main']}>{children}</div>
    </div>
  );
}
