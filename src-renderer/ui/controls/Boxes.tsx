import { IconAlertTriangleFilled, IconCopy } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { classNames } from '../class-names.ts';
import css from './Boxes.module.css';
import { Button } from './Button.tsx';

/** An empty place shows its proof, not a picture: what is done, and the next step. */
export function EmptyState({
  title,
  aside,
  children,
  action,
}: {
  title: ReactNode;
  aside?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <div className={css['empty']}>
      <div>
        <b>{title}</b>　<span className={css['second']}>{aside}</span>
        {children === undefined ? null : <div className={css['second']}>{children}</div>}
      </div>
      <span className={css['right']}>{action}</span>
    </div>
  );
}

export type ErrorBoxProps = {
  happened: string;
  safe: string;
  doThis: string;
  /** Number to quote; copied by its button. */
  incident?: string | undefined;
  copyLabel: string;
  action?: ReactNode;
};

/** What happened, what is safe, what to do, one button, a code to copy. */
export function ErrorBox({ happened, safe, doThis, incident, copyLabel, action }: ErrorBoxProps) {
  return (
    <div className={css['error']} role="alert">
      <IconAlertTriangleFilled size={16} aria-hidden />
      <div>
        <b>{happened}</b>
        <p>
          {safe} {doThis}
        </p>
      </div>
      <span className={css['right']}>
        {action}
        {incident === undefined ? null : (
          <Button
            look="quiet"
            size="small"
            icon={<IconCopy size={14} aria-hidden />}
            title={copyLabel}
            onClick={() => void navigator.clipboard.writeText(incident)}
          >
            {incident}
          </Button>
        )}
      </span>
    </div>
  );
}

/** Share of known work; without a total it shows only the words. */
export function Progress({ done, total, label, wide = false }: { done: number; total: number; label: string; wide?: boolean }) {
  const share = total > 0 ? Math.min(1, done / total) : 0;
  return (
    <span className={classNames(css['progress'], wide && css['wide'])}>
      <span
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.floor(share * 100)}
        className={css['track']}
      >
        <span className={css['fill']} style={{ width: `${share * 100}%` }} />
      </span>
    </span>
  );
}

export function ToastArea({ children }: { children: ReactNode }) {
  return (
    <div className={css['toasts']} role="status">
      {children}
    </div>
  );
}

/** For batches and failures only; single acts report in the status bar. */
export function Toast({ bad = false, children }: { bad?: boolean; children: ReactNode }) {
  return <div className={classNames(css['toast'], bad && css['bad'])}>{children}</div>;
}
