import type { FormEvent, KeyboardEvent, ReactNode } from 'react';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { belongsToInputMethod } from '#renderer/ui/keyboard/composition.ts';
import css from './Peek.module.css';
import { closeForm } from './queue-moves.ts';

type Props = {
  label: string;
  ready: boolean;
  onSave: () => void;
  children: ReactNode;
  /** How many rows it is about. */
  count?: number;
  blockedLabel?: string | undefined;
};

/** Ctrl Enter saves, Escape closes and keeps what was typed. */
export function FormFrame({ label, ready, onSave, children, count = 1, blockedLabel }: Props) {
  const t = useText();
  const name = count > 1 ? t('queue:forms.forMany', { label, count: formatCount(count) }) : label;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (ready) onSave();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (belongsToInputMethod(event.nativeEvent)) return;
    if (event.ctrlKey && (event.code === 'Enter' || event.code === 'NumpadEnter')) submit(event);
    if (event.code === 'Escape') {
      event.stopPropagation();
      closeForm();
    }
  };
  return (
    <form className={css['form']} aria-label={name} onSubmit={submit} onKeyDown={onKeyDown}>
      {children}
      <div className={css['formFoot']}>
        <Button size="small" look="quiet" keyCap={keyLabel('Escape')} onClick={closeForm}>
          {t('common:cancel')}
        </Button>
        <Button size="small" type="submit" look={ready ? 'primary' : 'plain'} blocked={!ready} keyCap={keyLabel('Ctrl+Enter')}>
          {ready ? name : (blockedLabel ?? name)}
        </Button>
      </div>
    </form>
  );
}
