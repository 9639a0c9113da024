import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './Layout.module.css';

type ViewBarProps = { title: ReactNode; lead?: ReactNode; children?: ReactNode; right?: ReactNode };

/** 40 px: title, filters, proof, one action. */
export function ViewBar({ title, lead, children, right }: ViewBarProps) {
  return (
    <div className={css['viewbar']}>
      {lead}
      <h1>{title}</h1>
      {children}
      {right === undefined ? null : <span className={css['right']}>{right}</span>}
    </div>
  );
}

export function Separator() {
  return <span className={css['separator']} aria-hidden="true" />;
}

type PageProps = { title: ReactNode; bar?: ReactNode; right?: ReactNode; narrow?: boolean; children: ReactNode };

/** A workspace that scrolls as a page; grids and split screens lay themselves out. */
export function Page({ title, bar, right, narrow = false, children }: PageProps) {
  return (
    <div className={css['page']}>
      <ViewBar title={title} right={right}>
        {bar}
      </ViewBar>
      <div className={css['scroll']}>{narrow ? <div className={css['narrow']}>{children}</div> : children}</div>
    </div>
  );
}

/** A part of a panel or page, divided by a line, never by a box. */
export function Section({
  title,
  aside,
  children,
  grow = false,
}: {
  title?: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  grow?: boolean;
}) {
  return (
    <section className={css['section']} style={grow ? { flex: '1 0 auto' } : undefined}>
      {title === undefined ? null : (
        <h2>
          {title}
          {aside === undefined ? null : <span className={classNames(css['right'], css['note'])}>{aside}</span>}
        </h2>
      )}
      {children}
    </section>
  );
}
