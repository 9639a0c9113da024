import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import css from './Imports.module.css';
import type { ImportFile } from './imports-store.ts';

/** New, updated, repeated; refused only stands out when there is one. */
export function Counts({ counts }: { counts: ImportFile['counts'] }) {
  const t = useText();
  const word = (name: 'new' | 'updated' | 'repeated' | 'refused') => t(`imports:counts.${name}`, { count: formatCount(counts[name]) });
  return (
    <span className={css['counts']}>
      <span>{word('new')}</span>
      <span>{word('updated')}</span>
      <span>{word('repeated')}</span>
      <span className={counts.refused > 0 ? css['bad'] : undefined}>{word('refused')}</span>
    </span>
  );
}
