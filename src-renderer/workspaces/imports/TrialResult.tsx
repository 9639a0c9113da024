import { useText } from '#renderer/i18n/text.ts';
import { Table } from '#renderer/ui/controls/Table.tsx';
import { Figures } from './Figures.tsx';
import css from './Imports.module.css';
import type { Trial } from './pending-file.ts';
import { rowReason, valuesLine } from './row-reason.ts';

const SHOWN = 20;

/** What an import would do, and the first rows that it would refuse. */
export function TrialResult({ trial }: { trial: Trial }) {
  const t = useText();
  const refused = trial.refusals.slice(0, SHOWN);
  return (
    <div role="status">
      <Figures counts={trial.counts} note={t('imports:tried', { seconds: (trial.durationMs / 1000).toFixed(1) })} />
      {refused.length === 0 ? null : (
        <section className={css['part']}>
          <h3>{t('imports:refusedFirst', { count: refused.length })}</h3>
          <Table
            label={t('imports:refusedFirst', { count: refused.length })}
            rows={refused}
            keyOf={(row) => String(row.row)}
            columns={[
              { id: 'row', header: t('imports:columns.row'), width: '64px', align: 'end', render: (row) => row.row },
              { id: 'reason', header: t('imports:columns.reason'), render: (row) => rowReason(row.reason) },
              {
                id: 'values',
                header: t('imports:columns.values'),
                wraps: true,
                render: (row) => <span className={css['third']}>{valuesLine(row.values)}</span>,
              },
            ]}
          />
        </section>
      )}
    </div>
  );
}
