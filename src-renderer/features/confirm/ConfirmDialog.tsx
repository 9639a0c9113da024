import type { ReactNode } from 'react';
import { CallErrorBox } from '../call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';

type Props = {
  title: string;
  confirmLabel: string;
  danger?: boolean;
  pending?: boolean;
  error?: unknown;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** For what cannot be taken back: says what goes and what stays, the button says the result. */
export function ConfirmDialog({ title, confirmLabel, danger = false, pending = false, error = null, onConfirm, onClose, children }: Props) {
  const t = useText();
  const foot = (
    <>
      <Button onClick={onClose}>{t('common:cancel')}</Button>
      <Button look={danger ? 'danger' : 'primary'} disabled={pending} onClick={onConfirm} data-autofocus>
        {confirmLabel}
      </Button>
    </>
  );
  return (
    <Dialog title={title} closeLabel={t('common:close')} onClose={onClose} foot={foot}>
      {children}
      {error === null || error === undefined ? null : <CallErrorBox error={error} />}
    </Dialog>
  );
}
