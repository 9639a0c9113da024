import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import css from './Settings.module.css';
import { wholeNumber } from './number-setting.ts';

type Props = { label: string; hint: string; bounds: { min: number; max: number }; value: number; onApply: (value: number) => void };

/** A number takes effect by its button or Enter, not by every digit typed. */
export function NumberSetting({ label, hint, bounds, value, onApply }: Props) {
  const t = useText();
  const [words, setWords] = useState(String(value));
  const next = wholeNumber(words, bounds);
  return (
    <form
      className={css['pair']}
      onSubmit={(event) => {
        event.preventDefault();
        if (next !== null && next !== value) onApply(next);
      }}
    >
      <TextField
        label={label}
        hint={hint}
        error={next === null ? t('settings:outOfRange', bounds) : undefined}
        inputMode="numeric"
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      <Button type="submit" disabled={next === null || next === value}>
        {t('settings:apply')}
      </Button>
    </form>
  );
}
