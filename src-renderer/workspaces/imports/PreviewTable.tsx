import type { KeyboardEvent } from 'react';
import { useText } from '#renderer/i18n/text.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import css from './Imports.module.css';
import { columnLetters } from './column-letters.ts';
import { choosePlace } from './import-acts.ts';
import type { Inspection, PendingFile } from './pending-file.ts';

type TopRow = Inspection['top'][number];
type Props = { file: PendingFile; inspection: Inspection };

/** Arrow keys go from row to row; Enter takes the row as the headings. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.code];
  if (step === undefined || !(event.target instanceof HTMLButtonElement)) return;
  const buttons = [...event.currentTarget.querySelectorAll('button')];
  event.preventDefault();
  buttons[buttons.indexOf(event.target) + step]?.focus();
}

/** The first rows as they stand in the file; any of them may be made the heading row. */
export function PreviewTable({ file, inspection }: Props) {
  const t = useText();
  const { top, headingRow, kind, chosen } = inspection;
  if (top.length === 0) return null;
  const title = t('imports:preview.title', { count: top.length });
  const width = Math.max(...top.map(({ cells }) => cells.length));
  const columns = [
    {
      id: 'row',
      header: <span className="visually-hidden">{t('imports:columns.row')}</span>,
      width: '64px',
      render: (row: TopRow) => <RowButton file={file} row={row} top={inspection} />,
    },
    ...Array.from({ length: width }, (_, index) => ({
      id: String(index),
      header: columnLetters(index),
      render: ({ row, cells }: TopRow) => (
        <span className={classNames(css['sample'], row === headingRow && css['isHeading'])}>{cells[index] ?? ''}</span>
      ),
    })),
  ];
  const isLost = headingRow === null && kind === 'auto';
  return (
    <details className={css['part']} open={isLost || chosen.headingRow !== null}>
      <summary>{title}</summary>
      <p className={css['third']}>
        {isLost ? t('imports:preview.lost') : t('imports:preview.hint')}
        {chosen.headingRow === null ? null : (
          <LinkButton onClick={() => choosePlace(file.id, chosen.sheet === null ? {} : { sheet: chosen.sheet })}>
            {t('imports:preview.findAgain')}
          </LinkButton>
        )}
      </p>
      <div className={css['preview']} tabIndex={0} role="region" aria-label={title} onKeyDown={onArrow}>
        <Table label={title} columns={columns} rows={top} keyOf={({ row }) => String(row)} />
      </div>
    </details>
  );
}

function RowButton({ file, row: { row }, top }: { file: PendingFile; row: TopRow; top: Inspection }) {
  const t = useText();
  const isHeading = row === top.headingRow;
  const isEntry = top.headingRow === null ? row === top.top[0]?.row : isHeading;
  return (
    <button
      type="button"
      className={css['rowButton']}
      aria-pressed={isHeading}
      aria-label={t('imports:preview.take', { row })}
      title={t('imports:preview.take', { row })}
      tabIndex={isEntry ? 0 : -1}
      // Not `disabled`: the focus stays on it while the file is looked at again.
      aria-disabled={file.stage !== 'ready'}
      onClick={() => choosePlace(file.id, { ...(top.sheet !== null && { sheet: top.sheet }), headingRow: row })}
    >
      {isHeading ? t('imports:facts.headerRow') : row}
    </button>
  );
}
