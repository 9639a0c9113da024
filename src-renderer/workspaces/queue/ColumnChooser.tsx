import { IconArrowNarrowDown, IconArrowNarrowUp } from '@tabler/icons-react';
import { useRef } from 'react';
import type { KeyboardEvent } from 'react';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Dialog } from '#renderer/ui/controls/Dialog.tsx';
import css from './Queue.module.css';
import { DEFAULT_CHOICE, chooseColumns, columnStore, isFixed, isShown, withMoved, withShown } from './column-choice.ts';
import type { ColumnId } from './column-choice.ts';
import { closeDialog } from './queue-moves.ts';

type Steps = { move: (step: -1 | 1) => void; focus: (step: -1 | 1) => void };

function onKeyDown(event: KeyboardEvent, { move, focus }: Steps): void {
  const step = event.code === 'ArrowUp' ? -1 : event.code === 'ArrowDown' ? 1 : null;
  if (step === null) return;
  event.preventDefault();
  if (event.altKey) move(step);
  else focus(step);
}

/** Which columns stand in the grid and in which order: by boxes and buttons, or by ↑ ↓, space and Alt ↑ ↓. */
export function ColumnChooser({ roomy }: { roomy: boolean }) {
  const t = useText();
  const choice = columnStore((state) => state.choice);
  const list = useRef<HTMLUListElement>(null);
  const boxes = () => [...(list.current?.querySelectorAll<HTMLInputElement>('input:enabled') ?? [])];
  const focus = (step: -1 | 1) => {
    const all = boxes();
    all[all.findIndex((box) => box === document.activeElement) + step]?.focus();
  };
  const firstFree = choice.order.find((id) => !isFixed(id));
  const move = (id: ColumnId, step: -1 | 1) => chooseColumns((before) => withMoved(before, id, step));
  return (
    <Dialog
      title={t('queue:chooser.title')}
      closeLabel={t('common:close')}
      onClose={closeDialog}
      foot={<Button onClick={() => chooseColumns(() => DEFAULT_CHOICE)}>{t('queue:chooser.reset')}</Button>}
    >
      <p className={css['second']}>{t('queue:chooser.hint', { keys: `${keyLabel('Alt+ArrowUp')} ${keyLabel('ArrowDown')}` })}</p>
      <ul ref={list} className={css['chooser']}>
        {choice.order.map((id) => (
          <li key={id} onKeyDown={(event) => onKeyDown(event, { move: (step) => move(id, step), focus })}>
            <label>
              <input
                type="checkbox"
                disabled={isFixed(id)}
                data-autofocus={id === firstFree ? true : undefined}
                checked={isShown(choice, id, roomy)}
                onChange={(event) => {
                  const { checked } = event.currentTarget;
                  chooseColumns((before) => withShown(before, id, checked));
                }}
              />
              {t(`queue:columns.${id}`)}
            </label>
            <IconButton
              label={t('queue:chooser.up', { name: t(`queue:columns.${id}`) })}
              disabled={isFixed(id)}
              onClick={() => move(id, -1)}
            >
              <IconArrowNarrowUp size={14} aria-hidden />
            </IconButton>
            <IconButton
              label={t('queue:chooser.down', { name: t(`queue:columns.${id}`) })}
              disabled={isFixed(id)}
              onClick={() => move(id, 1)}
            >
              <IconArrowNarrowDown size={14} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
