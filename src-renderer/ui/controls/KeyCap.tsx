import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './KeyCap.module.css';

export function KeyCap({ children, quiet = false }: { children: ReactNode; quiet?: boolean }) {
  return (
    <kbd aria-hidden="true" className={classNames(css['cap'], quiet && css['quiet'])}>
      {children}
    </kbd>
  );
}
