import { useId } from 'react';
import type { InputHTMLAttributes, ReactNode, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'react';
import css from './Fields.module.css';

type Labelled = { label: string; hint?: string | undefined; error?: string | undefined; required?: boolean };
type FrameProps = Labelled & { id: string; children: ReactNode };

/** Label, field, and below it the error or hint that the field is described by. */
function FieldFrame({ id, label, hint, error, required = false, children }: FrameProps) {
  return (
    <div className={css['field']}>
      <label htmlFor={id} className={css['label']}>
        {label}
        {required ? <em aria-hidden="true">*</em> : null}
      </label>
      {children}
      {error === undefined ? null : (
        <span id={`${id}-note`} className={css['error']}>
          {error}
        </span>
      )}
      {error === undefined && hint !== undefined ? (
        <span id={`${id}-note`} className={css['hint']}>
          {hint}
        </span>
      ) : null}
    </div>
  );
}

function describe(id: string, { hint, error }: Labelled) {
  return {
    id,
    className: css['input'],
    'aria-invalid': error !== undefined,
    'aria-describedby': error !== undefined || hint !== undefined ? `${id}-note` : undefined,
  };
}

type TextFieldProps = Labelled & Omit<InputHTMLAttributes<HTMLInputElement>, 'className' | 'id'> & { inputRef?: Ref<HTMLInputElement> };

/** One line of text, a number, a PIN (`type="password"`) or a moment (`type="datetime-local"`). */
export function TextField({ label, hint, error, required = false, inputRef, ...native }: TextFieldProps) {
  const id = useId();
  const labelled = { label, hint, error, required };
  return (
    <FieldFrame id={id} {...labelled}>
      <input {...native} ref={inputRef} required={required} {...describe(id, labelled)} />
    </FieldFrame>
  );
}

type TextAreaProps = Labelled &
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'className' | 'id'> & { inputRef?: Ref<HTMLTextAreaElement> };

export function TextArea({ label, hint, error, required = false, inputRef, ...native }: TextAreaProps) {
  const id = useId();
  const labelled = { label, hint, error, required };
  return (
    <FieldFrame id={id} {...labelled}>
      <textarea rows={2} {...native} ref={inputRef} required={required} {...describe(id, labelled)} />
    </FieldFrame>
  );
}

export type Option<V extends string = string> = { value: V; label: string };
type SelectFieldProps<V extends string> = Labelled &
  Omit<SelectHTMLAttributes<HTMLSelectElement>, 'className' | 'id' | 'onChange' | 'value'> & {
    options: readonly Option<V>[];
    value: V;
    onChange: (value: V) => void;
  };

/** A native list: keyboard, screen reader and input method work as everywhere in the system. */
export function SelectField<V extends string>({
  label,
  hint,
  error,
  required = false,
  options,
  value,
  onChange,
  ...native
}: SelectFieldProps<V>) {
  const id = useId();
  const labelled = { label, hint, error, required };
  const choose = (chosen: string) => {
    const option = options.find((one) => one.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <FieldFrame id={id} {...labelled}>
      <select {...native} value={value} onChange={(event) => choose(event.currentTarget.value)} {...describe(id, labelled)}>
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** A row of small choices under a field. */
export function QuickPicks({ children }: { children: ReactNode }) {
  return <div className={css['picks']}>{children}</div>;
}
