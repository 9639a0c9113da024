import { IconArrowDown, IconArrowUp, IconX } from '@tabler/icons-react';
import { useText } from '#renderer/i18n/text.ts';
import { IconButton } from '#renderer/ui/controls/Button.tsx';
import css from './Rules.module.css';

type Props<Row> = {
  name: string;
  rows: readonly Row[];
  index: number;
  onChange: (rows: Row[]) => void;
  /** False where every entry must stay. */
  removable?: boolean;
};

/** Up, down, away: lists whose order decides are put in order by buttons, so by keys too. */
export function RowActs<Row>({ name, rows, index, onChange, removable = true }: Props<Row>) {
  const t = useText();
  return (
    <span className={css['right']}>
      <IconButton label={t('rules:lists.up', { name })} disabled={index === 0} onClick={() => onChange(moved(rows, index, index - 1))}>
        <IconArrowUp size={14} aria-hidden />
      </IconButton>
      <IconButton
        label={t('rules:lists.down', { name })}
        disabled={index === rows.length - 1}
        onClick={() => onChange(moved(rows, index, index + 1))}
      >
        <IconArrowDown size={14} aria-hidden />
      </IconButton>
      {removable ? (
        <IconButton label={t('rules:lists.remove', { name })} onClick={() => onChange(rows.filter((_, each) => each !== index))}>
          <IconX size={14} aria-hidden />
        </IconButton>
      ) : null}
    </span>
  );
}

/** The rows with one of them at another place. */
export function moved<Row>(rows: readonly Row[], from: number, to: number): Row[] {
  const rest = rows.filter((_, index) => index !== from);
  return [...rest.slice(0, to), ...rows.slice(from, from + 1), ...rest.slice(to)];
}

/** The rows with one of them changed. */
export function replaced<Row>(rows: readonly Row[], at: number, change: Partial<Row>): Row[] {
  return rows.map((row, index) => (index === at ? { ...row, ...change } : row));
}
