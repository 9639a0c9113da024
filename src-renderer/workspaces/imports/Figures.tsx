import type { ReactNode } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import css from './Imports.module.css';
import type { ImportFile } from './imports-store.ts';

const NAMES = ['rows', 'new', 'updated', 'repeated', 'refused'] as const;

/** Rows of a file by what became, or would become, of them. */
export function Figures({ counts, note }: { counts: ImportFile['counts']; note?: ReactNode }) {
  const t = useText();
  return (
    <div>
      <dl className={css['figures']}>
        {NAMES.map((name) => (
          <div key={name}>
            <dt>{t(`imports:countNames.${name}`)}</dt>
            <dd className={name === 'refused' && counts.refused > 0 ? css['bad'] : undefined}>{formatCount(counts[name])}</dd>
          </div>
        ))}
        {note === undefined ? null : (
          <div>
            <dt>&nbsp;</dt>
            <dd className={css['third']}>{note}</dd>
          </div>
        )}
      </dl>
    </div>
  );
}
