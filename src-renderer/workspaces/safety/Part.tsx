import type { ReactNode } from 'react';
import css from './Safety.module.css';

/** One matter of the page: its state first, then what can be done. */
export function Part({ title, hint, children }: { title: string; hint?: string; children: ReactNode }) {
  return (
    <section className={css['part']}>
      <h2>{title}</h2>
      {hint === undefined ? null : <p className={css['hint']}>{hint}</p>}
      {children}
    </section>
  );
}
