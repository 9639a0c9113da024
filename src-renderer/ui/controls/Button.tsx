import type { ComponentPropsWithRef, ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './Button.module.css';
import { KeyCap } from './KeyCap.tsx';

type Native = Omit<ComponentPropsWithRef<'button'>, 'className'>;
export type ButtonProps = Native & {
  look?: 'plain' | 'primary' | 'quiet' | 'danger';
  size?: 'small' | 'medium' | 'large';
  /** Something is missing: the button stays usable, names it and leads there. */
  blocked?: boolean;
  icon?: ReactNode;
  /** Key printed on the cap behind the words. */
  keyCap?: string | undefined;
};

/** One primary button a screen; a blocked one says what is missing and opens it. */
export function Button({ look = 'plain', size = 'medium', blocked = false, icon, keyCap, children, ...native }: ButtonProps) {
  const classes = classNames(css['button'], look !== 'plain' && css[look], size !== 'medium' && css[size], blocked && css['blocked']);
  return (
    <button type="button" {...native} className={classes}>
      {icon}
      {children}
      {keyCap === undefined ? null : <KeyCap>{keyCap}</KeyCap>}
    </button>
  );
}

export type IconButtonProps = Native & { label: string; keyCap?: string | undefined; showCap?: boolean; children: ReactNode };

/** Only for copy, close, more and panel toggles; the label is its tooltip, with the key. */
export function IconButton({ label, keyCap, showCap = false, children, ...native }: IconButtonProps) {
  return (
    <button
      type="button"
      title={keyCap === undefined ? label : `${label}  ${keyCap}`}
      {...native}
      aria-label={label}
      className={classNames(css['button'], css['quiet'], css['small'], css['icon'])}
    >
      {children}
      {showCap && keyCap !== undefined ? <KeyCap>{keyCap}</KeyCap> : null}
    </button>
  );
}

/** Looks like a link, acts like a button: every number that opens its rows. */
export function LinkButton({ children, ...native }: Native) {
  return (
    <button type="button" {...native} className={css['link']}>
      {children}
    </button>
  );
}
