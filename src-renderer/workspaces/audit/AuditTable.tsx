import { useText } from '#renderer/i18n/text.ts';
import { formatFull } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Badge } from '#renderer/ui/controls/ClockState.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import type { AuditEntry } from './audit-filter.ts';
import { entryWords, kindWords } from './audit-words.ts';

export function AuditTable({ entries, isNarrowed }: { entries: readonly AuditEntry[]; isNarrowed: boolean }) {
  const t = useText();
  const columns: readonly TableColumn<AuditEntry>[] = [
    { id: 'at', header: t('audit:columns.at'), width: '170px', render: ({ at }) => formatFull(at) },
    { id: 'person', header: t('audit:columns.person'), width: '140px', render: ({ personName, staffNo }) => `${personName} ${staffNo}` },
    { id: 'kind', header: t('audit:columns.kind'), width: '140px', render: ({ kind }) => kindWords(kind, t) },
    { id: 'subject', header: t('audit:columns.subject'), width: '180px', render: ({ subject }) => subject },
    {
      id: 'text',
      header: t('audit:columns.text'),
      wraps: true,
      render: (entry) => (
        <>
          {entryWords(entry, t)} {entry.elsewhere ? <Badge state="plain">{t('audit:elsewhere')}</Badge> : null}
        </>
      ),
    },
  ];
  const empty = isNarrowed ? (
    <EmptyState title={t('audit:empty')}>{t('audit:emptyHint')}</EmptyState>
  ) : (
    <EmptyState title={t('audit:emptyAll')}>{t('audit:emptyAllHint')}</EmptyState>
  );
  return <Table label={t('audit:table')} columns={columns} rows={entries} keyOf={({ id }) => id} empty={empty} />;
}
