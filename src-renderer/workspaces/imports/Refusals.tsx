import { useMemo, useState } from 'react';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api, read } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { usePagedRows } from '#renderer/features/paged-rows/paged-rows.ts';
import type { Placed } from '#renderer/features/paged-rows/paged-rows.ts';
import { SavedFile } from '#renderer/features/saved-file/SavedFile.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import css from './Imports.module.css';
import type { ImportFile } from './imports-store.ts';
import { rowReason, valuesLine } from './row-reason.ts';

type Refusal = OutputOf<AppContract['imports']['refusals']>['refusals'][number];
const ROW_HEIGHT = 28;

/** All refused rows with their reasons, and the way to take them back to their source. */
export function Refusals({ file }: { file: ImportFile }) {
  const t = useText();
  const fileId = file.id;
  const first = useQueryOf(api.imports.refusals, { fileId, offset: 0, limit: 1 });
  const total = first.data?.total;
  const rows = usePagedRows<Refusal>({
    total,
    version: `${fileId} ${file.counts.refused} ${first.dataUpdatedAt}`,
    load: async (offset, limit) => (await read(api.imports.refusals, { fileId, offset, limit })).refusals,
  });
  const columns = useMemo<readonly GridColumn<Placed<Refusal>>[]>(
    () => [
      { id: 'row', header: t('imports:columns.row'), width: '84px', render: ({ row }) => formatCount(row.row) },
      { id: 'reason', header: t('imports:columns.reason'), width: '236px', render: ({ row }) => rowReason(row.reason) },
      { id: 'values', header: t('imports:columns.values'), width: 'minmax(0, 1fr)', render: ({ row }) => valuesLine(row.values) },
    ],
    [t],
  );
  const error = first.error ?? rows.error;
  if (error !== null) return <CallErrorBox error={error} onRetry={() => void first.refetch()} />;
  if (total === undefined) return null;
  return (
    <>
      <RefusalsHead file={file} total={total} />
      {total === 0 ? null : (
        <div className={css['grid']}>
          <DataGrid
            label={t('imports:refusals.title')}
            store={rows.store}
            cache={rows.cache}
            columns={columns}
            rowHeight={ROW_HEIGHT}
            selectable={false}
          />
        </div>
      )}
    </>
  );
}

function RefusalsHead({ file, total }: { file: ImportFile; total: number }) {
  const t = useText();
  const [target, setTarget] = useState<string | null>(null);
  const exporting = useCommandOf(api.imports.exportRefusals);
  const save = async () => {
    const { path } = await shell('choose-target', {
      filter: 'xlsx',
      suggestedName: t('imports:refusals.name', { name: file.name.replace(/\.\w+$/, '') }),
    });
    if (path === null) return;
    setTarget(path);
    exporting.mutate({ fileId: file.id, path });
  };
  if (total === 0) return <p className={css['gridHead']}>{t('imports:refusals.none')}</p>;
  return (
    <div className={css['gridHead']}>
      <h3>
        {t('imports:refusals.title')} {t('common:unit.rows', { count: formatCount(total) })}
      </h3>
      {exporting.data === undefined ? null : (
        <SavedFile path={exporting.data.path}>{t('imports:refusals.exported', { rows: formatCount(exporting.data.rows) })}</SavedFile>
      )}
      {exporting.error === null ? null : <CallErrorBox error={exporting.error} />}
      <Button disabled={exporting.isPending} onClick={() => void save()}>
        {exporting.isPending && target !== null ? t('imports:refusals.exporting') : t('imports:refusals.export')}
      </Button>
    </div>
  );
}
