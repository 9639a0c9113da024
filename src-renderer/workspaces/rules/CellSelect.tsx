import css from './Rules.module.css';

type Props<V extends string> = {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  disabled?: boolean;
  onChange: (value: V) => void;
};

/** A choice within a row, named for the screen reader alone: the column's head names it for the eye. */
export function CellSelect<V extends string>({ label, value, options, disabled = false, onChange }: Props<V>) {
  return (
    <span className={css['cell']}>
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
    </span>
  );
}
