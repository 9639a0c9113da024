import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Rules.module.css';

type Props<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  /** What holds now; where the draft differs, it is told. */
  before?: V | undefined;
  disabled?: boolean;
  onChange: (value: V) => void;
};

/** A choice within a row, named for the screen reader alone: the column's head names it for the eye. */
export function CellSelect<V extends string>({ label, value, options, before, disabled = false, onChange }: Props<V>) {
  const t = useText();
  const was = before === undefined || before === value ? undefined : options.find((option) => option.value === before);
  return (
    <span className={classNames(css['cell'], was !== undefined && css['changed'])}>
      <select
        aria-label={label}
        disabled={disabled}
        value={value}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.currentTarget.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {was === undefined ? null : <span className={css['was']}>{t('rules:was', { value: was.label })}</span>}
    </span>
  );
}
