import { useState } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { TextField } from '#renderer/ui/controls/Fields.tsx';
import { newPinProblem } from './new-pin.ts';
import type { NewPin } from './new-pin.ts';

type Props = { value: NewPin; onChange: (value: NewPin) => void; label?: string };

/** The same PIN twice; a difference is said once the second field was left. */
export function NewPinFields({ value, onChange, label }: Props) {
  const t = useText();
  const [left, setLeft] = useState({ first: false, second: false });
  const problem = newPinProblem(value);
  const words = problem === null || problem === 'missing' ? undefined : t(`session:pinProblem.${problem}`);
  return (
    <>
      <TextField
        label={label ?? t('session:newPin')}
        hint={t('session:pinHint')}
        error={left.first && problem !== 'different' ? words : undefined}
        required
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        maxLength={64}
        value={value.first}
        onBlur={() => setLeft({ ...left, first: value.first !== '' })}
        onChange={(event) => onChange({ ...value, first: event.currentTarget.value })}
      />
      <TextField
        label={t('session:pinAgain')}
        error={left.second && problem === 'different' ? words : undefined}
        required
        type="password"
        inputMode="numeric"
        autoComplete="new-password"
        maxLength={64}
        value={value.second}
        onBlur={() => setLeft({ ...left, second: value.second !== '' })}
        onChange={(event) => onChange({ ...value, second: event.currentTarget.value })}
      />
    </>
  );
}
