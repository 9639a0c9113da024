import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Placed } from '#renderer/features/paged-rows/paged-rows.ts';
import type { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Badge, StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import type { ListedClient } from './client-form.ts';
import css from './Clients.module.css';

type ColumnName = keyof typeof zhCn.clients.columns;

export function useClientColumns(): readonly GridColumn<Placed<ListedClient>>[] {
  const t = useText();
  return useMemo(() => {
    const column = (id: ColumnName, width: string, render: (client: ListedClient) => ReactNode) => ({
      id,
      header: t(`clients:columns.${id}`),
      width,
      render: ({ row }: Placed<ListedClient>) => render(row),
    });
    return [
      column('code', '116px', (client) => client.code),
      column('name', 'minmax(120px, 2fr)', (client) => <Name client={client} />),
      column('tiers', 'minmax(116px, 1.2fr)', (client) => <Tiers client={client} />),
      column('manager', '84px', (client) => client.accountManager),
      { ...column('mails', '76px', (client) => formatCount(client.mails)), align: 'end' as const },
      { ...column('open', '76px', (client) => formatCount(client.openExceptions)), align: 'end' as const },
    ];
  }, [t]);
}

function Name({ client }: { client: ListedClient }) {
  const t = useText();
  return (
    <span className={css['name']}>
      <span className={client.name === '' ? css['third'] : undefined}>{client.name || t('clients:unnamed')}</span>
      {client.isKey ? <Badge state="plain">{t('clients:isKey')}</Badge> : null}
    </span>
  );
}

/** A client that no person has completed has no tiers yet; that is said in their place. */
function Tiers({ client }: { client: ListedClient }) {
  const t = useText();
  if (client.seenOnly) return <StateText state="pause">{t('clients:seenOnly')}</StateText>;
  return client.tiers.map((tier) => t(`clients:tierShort.${tier}`)).join(t('common:separator'));
}
