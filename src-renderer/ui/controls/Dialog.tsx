import { Modal } from '@mantine/core';
import { useEffect, useState } from 'react';
import type { ReactNode } from 'react';
import css from './Dialog.module.css';

type DialogProps = { title: string; onClose: () => void; closeLabel: string; children: ReactNode; foot?: ReactNode; size?: string };

/** Element in which dialogs are drawn: inside the frame, so that a lock hides them with it. */
export const LAYERS_ID = 'layers';

/** Closing gives the focus back to where it was, unless something else has taken it meanwhile. */
function useFocusGivenBack(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const isFree = document.activeElement === null || document.activeElement === document.body;
      if (isFree && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    },
    [before],
  );
}

/** For the few acts that must be confirmed or filled apart; Escape closes and keeps what was typed. */
export function Dialog({ title, onClose, closeLabel, children, foot, size = '440px' }: DialogProps) {
  useFocusGivenBack();
  return (
    <Modal
      opened
      portalProps={{ target: `#${LAYERS_ID}` }}
      onClose={onClose}
      size={size}
      centered
      title={<span className={css['title']}>{title}</span>}
      closeButtonProps={{ 'aria-label': closeLabel }}
    >
      <div className={css['body']}>
        {children}
        {foot === undefined ? null : <div className={css['foot']}>{foot}</div>}
      </div>
    </Modal>
  );
}
