import { useMemo } from 'react';
import type { ReactNode } from 'react';
import type { Placed } from '#renderer/features/paged-rows/paged-rows.ts';
import type { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Badge } from '#renderer/ui/controls/ClockState.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import type { ListedClient } from './client-form.ts';
import css from './Clients.module.css';

type ColumnName = keyof typeof zhCn.clients.columns;

export function useClientColumns(): readonly GridColumn<Placed<ListedClient>>[] {
  const t = useText();
  return useMemo(() => {
    const column = (id: ColumnName, width: string, render: (client: ListedClient) => ReactNode) => ({ id, header: t(`clients:columns.${id}`), width, render: ({ row }: Placed<ListedClient>) => render(row) });
    return [
      column('code', '116px', (client) => client.code),
      column('name', 'minmax(120px, 2fr)', (client) => <Name client={client} />),
      column('tiers', 'minmax(96px, 1.4fr)', (client) => client.tiers.map((tier) => t(`words:tier.${tier}`)).join(t('common:separator'))),
      column('manager', '84px', (client) => client.accountManager),
      column('mails', '72px', (client) => <span className={css['number']}>{formatCount(client.mails)}</span>),
      column('open', '76px', (client) => <span className={css['number']}>{formatCount(client.openExceptions)}</span>),
    ];
  }, [t]);
}

function Name({ client }: { client: ListedClient }) {
  const t = useText();
  return (
    <>
      {client.name || <span className={css['third']}>{t('clients:unnamed')}</span>} {client.isKey ? <Badge state="plain">{t('clients:isKey')}</Badge> : null}{' '}
      {client.seenOnly ? <Badge state="pause">{t('clients:seenOnly')}</Badge> : null}
    </>
  );
}
