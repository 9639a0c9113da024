import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './Dialog.module.css';

type DialogProps = { title: string; onClose: () => void; closeLabel: string; children: ReactNode; foot?: ReactNode; size?: string };

/** Element in which dialogs are drawn: inside the frame, so that a lock hides them with it. */
export const LAYERS_ID = 'layers';

/** For the few acts that must be confirmed or filled apart; Escape closes and keeps what was typed. */
export function Dialog({ title, onClose, closeLabel, children, foot, size = '440px' }: DialogProps) {
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
