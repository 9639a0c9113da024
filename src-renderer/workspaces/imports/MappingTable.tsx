import { useText } from '#renderer/i18n/text.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import css from './Imports.module.css';
import { updatePending } from './imports-store.ts';
import { certaintyOf, withChange } from './pending-file.ts';
import type { Certainty, PendingFile } from './pending-file.ts';
import { fieldName } from './row-reason.ts';

const LOOKS: Readonly<Record<Certainty, ClockStateName>> = { set: 'ok', sure: 'done', near: 'soon', none: 'pause' };
const SAMPLES = 2;

type Column = { heading: string; samples: string };

/** Each column of the file, its first values, and what it means. */
export function MappingTable({ file }: { file: PendingFile }) {
  const t = useText();
  const { inspection } = file;
  if (inspection === null || inspection.headings.length === 0) return null;
  const rows = inspection.headings.map((heading, index) => ({
    heading,
    samples: inspection.preview
      .slice(0, SAMPLES)
      .map((row) => row[index] ?? '')
      .filter((cell) => cell !== '')
      .join(' · '),
  }));
  const isChanged = inspection.headings.some((heading) => certaintyOf(file, heading) === 'set');
  const restore = () =>
    updatePending(file.id, (before) =>
      withChange(before, {
        mapping: Object.fromEntries(inspection.headings.map((heading) => [heading, inspection.mapping[heading] ?? ''])),
      }),
    );
  const columns: readonly TableColumn<Column>[] = [
    {
      id: 'heading',
      header: t('imports:mapping.heading'),
      render: ({ heading }) => (
        <span className={css['heading']} title={heading}>
          {heading}
        </span>
      ),
    },
    {
      id: 'field',
      header: t('imports:mapping.field'),
      width: '168px',
      render: ({ heading }) => <FieldSelect file={file} heading={heading} fields={inspection.fields} />,
    },
    {
      id: 'confidence',
      header: t('imports:mapping.confidence'),
      width: '84px',
      render: ({ heading }) => <CertaintyWord certainty={certaintyOf(file, heading)} />,
    },
    {
      id: 'sample',
      header: t('imports:mapping.sample'),
      width: '42%',
      render: ({ samples }) => <span className={css['sample']}>{samples}</span>,
    },
  ];
  return (
    <section className={css['part']}>
      <h3>
        {t('imports:mapping.title')}
        {inspection.mappingRemembered && !isChanged ? <StateText state="done">{t('imports:mapping.remembered')}</StateText> : null}
        {isChanged ? <LinkButton onClick={restore}>{t('imports:mapping.restore')}</LinkButton> : null}
      </h3>
      <Table label={t('imports:mapping.title')} columns={columns} rows={rows} keyOf={({ heading }) => heading} />
    </section>
  );
}

function FieldSelect({ file, heading, fields }: { file: PendingFile; heading: string; fields: readonly string[] }) {
  const t = useText();
  const value = file.mapping[heading] ?? '';
  const choose = (field: string) =>
    updatePending(file.id, (before) => withChange(before, { mapping: { ...before.mapping, [heading]: field } }));
  return (
    <select
      className={css['cellSelect']}
      aria-label={t('imports:mapping.selectLabel', { heading })}
      value={value}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">{t('imports:mapping.skip')}</option>
      {fields.map((field) => (
        <option key={field} value={field}>
          {fieldName(field)}
        </option>
      ))}
    </select>
  );
}

function CertaintyWord({ certainty }: { certainty: Certainty }) {
  const t = useText();
  return <StateText state={LOOKS[certainty]}>{t(`imports:mapping.${certainty}`)}</StateText>;
}
