import { IconFileImport, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { api, read } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { shell } from '#renderer/api/shell.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { listSearch } from '#renderer/features/navigation/list-search.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { usePagedRows } from '#renderer/features/paged-rows/paged-rows.ts';
import { ROW_HEIGHTS, viewSettings } from '#renderer/features/view-settings/view-settings.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import { useCachedRow } from '#renderer/ui/grid/GridRow.tsx';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import { ClientPanel } from './ClientPanel.tsx';
import css from './Clients.module.css';
import { NEW_CLIENT, fieldsOf } from './client-form.ts';
import type { ListedClient } from './client-form.ts';
import { useClientColumns } from './client-columns.tsx';

/** The register: who they are, what they are to us, and what is open for them. */
export function ClientsScreen() {
  const t = useText();
  const [adding, setAdding] = useState(false);
  const typed = listSearch((state) => state.search).trim();
  const search = typed === '' ? {} : { search: typed };
  const first = useQueryOf(api.clients.list, { ...search, offset: 0, limit: 1 }, { keepPrevious: true });
  const rows = usePagedRows<ListedClient>({
    total: first.data?.total,
    version: `${typed} ${first.dataUpdatedAt}`,
    load: async (offset, limit) => (await read(api.clients.list, { ...search, offset, limit })).clients,
  });
  const position = useStore(rows.store, cursorId);
  const shown = useCachedRow(rows.cache, position ?? -1)?.row;
  const columns = useClientColumns();
  const rowHeight = ROW_HEIGHTS[viewSettings((settings) => settings.density)];
  const error = first.error ?? rows.error;
  const panel = adding ? (
    <ClientPanel key="new" before={NEW_CLIENT} isNew onDone={() => setAdding(false)} />
  ) : shown === undefined ? null : (
    <ClientPanel key={shown.code} before={fieldsOf(shown)} listed={shown} />
  );
  return (
    <SplitPage
      bar={<Bar total={first.data?.total} onAdd={() => setAdding(true)} />}
      side={panel}
      sideLabel={t('clients:panel')}
      sideWidth="panel"
      sideAt="end"
    >
      {error === null ? (
        <DataGrid
          label={t('clients:grid')}
          store={rows.store}
          cache={rows.cache}
          columns={columns}
          rowHeight={rowHeight}
          selectable={false}
          empty={first.data?.total === 0 ? <NoClients search={typed} onAdd={() => setAdding(true)} /> : null}
        />
      ) : (
        <CallErrorBox error={error} onRetry={() => void first.refetch()} />
      )}
    </SplitPage>
  );
}

/** The file goes the ordinary way of an import, as a register of clients. */
async function importRegister(): Promise<void> {
  const { paths } = await shell('choose-files', { filter: 'clients', multiple: false });
  if (paths[0] !== undefined) goTo('/imports', { path: paths[0] });
}

function Bar({ total, onAdd }: { total: number | undefined; onAdd: () => void }) {
  const t = useText();
  const mayImport = useMay('import.run').may;
  const maySave = useMay('client.save').may;
  return (
    <ViewBar
      title={t('screens:clients.title')}
      right={
        <>
          {mayImport ? (
            <Button icon={<IconFileImport size={16} aria-hidden />} onClick={() => void importRegister()}>
              {t('clients:import')}
            </Button>
          ) : null}
          {maySave ? (
            <Button look="primary" icon={<IconPlus size={16} aria-hidden />} onClick={onAdd}>
              {t('clients:add')}
            </Button>
          ) : null}
        </>
      }
    >
      <span className={css['second']}>{total === undefined ? '' : t('clients:count', { count: formatCount(total) })}</span>
    </ViewBar>
  );
}

function NoClients({ search, onAdd }: { search: string; onAdd: () => void }) {
  const t = useText();
  if (search !== '') return <p className={css['none']}>{t('clients:noMatch', { search })}</p>;
  return (
    <div className={css['none']}>
      <EmptyState title={t('clients:empty')} action={<Button onClick={onAdd}>{t('clients:add')}</Button>}>
        {t('clients:emptyHint')}
      </EmptyState>
    </div>
  );
}
