import { useId } from 'react';
import type { Option } from './Fields.tsx';
import css from './Choice.module.css';

type ChoiceProps<V extends string> = {
  label: string;
  hint?: string;
  options: readonly Option<V>[];
  value: V;
  onChange: (value: V) => void;
  disabled?: boolean;
};

/** One of a few, all in sight: arrow keys move, as with every radio group. */
export function Choice<V extends string>({ label, hint, options, value, onChange, disabled = false }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset className={css['choice']} disabled={disabled}>
      <legend>{label}</legend>
      <div className={css['options']}>
        {options.map((option) => (
          <label key={option.value}>
            <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
            <span>{option.label}</span>
          </label>
        ))}
      </div>
      {hint === undefined ? null : <p>{hint}</p>}
    </fieldset>
  );
}
