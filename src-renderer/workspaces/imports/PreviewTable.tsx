import { useText } from '#renderer/i18n/text.ts';
import { Table } from '#renderer/ui/controls/Table.tsx';
import css from './Imports.module.css';
import type { Inspection } from './pending-file.ts';

/** The first rows as they stand in the file. */
export function PreviewTable({ inspection }: { inspection: Inspection }) {
  const t = useText();
  const { headings, preview } = inspection;
  if (preview.length === 0) return null;
  const width = Math.max(headings.length, ...preview.map((row) => row.length));
  const columns = Array.from({ length: width }, (_, index) => ({
    id: String(index),
    header: headings[index] ?? '',
    render: (row: readonly string[]) => <span className={css['sample']}>{row[index] ?? ''}</span>,
  }));
  const title = t('imports:preview.title', { count: preview.length });
  return (
    <details className={css['part']}>
      <summary>{title}</summary>
      <div className={css['preview']} tabIndex={0} role="region" aria-label={title}>
        <Table label={title} columns={columns} rows={preview} keyOf={(_, index) => String(index)} />
      </div>
    </details>
  );
}
