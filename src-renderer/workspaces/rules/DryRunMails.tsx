import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { api, read } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { usePagedRows } from '#renderer/features/paged-rows/paged-rows.ts';
import type { Placed } from '#renderer/features/paged-rows/paged-rows.ts';
import { ROW_HEIGHTS, viewSettings } from '#renderer/features/view-settings/view-settings.ts';
import type { zhCn } from '#renderer/i18n/catalogues.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment } from '#renderer/i18n/time-format.ts';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import css from './Rules.module.css';
import { rulesStore } from './rules-store.ts';
import type { ListedMail, MailList } from './rules-store.ts';

type Line = { what: string; of: Omit<MailList, 'list'> };

/** The mails behind the chosen number. */
export function DryRunMails({ dryRunId, lines }: { dryRunId: string; lines: readonly Line[] }) {
  const t = useText();
  const mails = rulesStore((state) => state.mails);
  const first = useQueryOf(api.rules.dryRunMails, { dryRunId, ...mails, offset: 0, limit: 1 });
  const rows = usePagedRows<ListedMail>({
    total: first.data?.total,
    version: `${dryRunId} ${mails.list} ${mails.rule ?? ''} ${mails.clientCode ?? '*'}`,
    load: async (offset, limit) => (await read(api.rules.dryRunMails, { dryRunId, ...mails, offset, limit })).mails,
  });
  const columns = useColumns();
  const rowHeight = ROW_HEIGHTS[viewSettings((settings) => settings.density)];
  const line = lines.find(({ of }) => of.rule === mails.rule && of.clientCode === mails.clientCode);
  const title = t('rules:review.listTitle', {
    what: line?.what ?? t('rules:review.total'),
    list: t(`rules:review.${mails.list}`),
    count: formatCount(first.data?.total ?? 0),
  });
  const error = first.error ?? rows.error;
  return (
    <section className={css['part']} aria-label={title}>
      <h2>{title}</h2>
      {error === null ? (
        <div className={css['mails']}>
          <DataGrid
            label={title}
            store={rows.store}
            cache={rows.cache}
            columns={columns}
            rowHeight={rowHeight}
            selectable={false}
            empty={first.data?.total === 0 ? <p className={css['note']}>{t('rules:review.noRows')}</p> : null}
          />
        </div>
      ) : (
        <CallErrorBox error={error} onRetry={() => void first.refetch()} />
      )}
    </section>
  );
}

type ColumnName = keyof typeof zhCn.rules.review.mails;

function useColumns(): readonly GridColumn<Placed<ListedMail>>[] {
  const t = useText();
  return useMemo(() => {
    const column = (id: ColumnName, width: string, render: (mail: ListedMail) => ReactNode) => ({
      id,
      header: t(`rules:review.mails.${id}`),
      width,
      render: ({ row }: Placed<ListedMail>) => render(row),
    });
    const rules = (names: ListedMail['before']) =>
      names.length === 0 ? t('rules:review.noRules') : names.map((rule) => t(`words:rule.${rule}`)).join(t('common:separator'));
    return [
      column('mailNo', '132px', (mail) => <MailNumber mailNo={mail.mailNo} />),
      column('client', 'minmax(80px, 1fr)', (mail) => mail.clientName || t('rules:review.noClient')),
      column('accepted', '96px', (mail) => (mail.acceptedAt === null ? t('common:none') : <Moment at={mail.acceptedAt} />)),
      column('region', '56px', (mail) => t(`words:region.${mail.region}`)),
      column('stage', '88px', (mail) => (mail.stage === null ? t('common:none') : t(`words:stage.${mail.stage}`))),
      column('before', 'minmax(96px, 2fr)', (mail) => rules(mail.before)),
      column('after', 'minmax(96px, 2fr)', (mail) => rules(mail.after)),
      column('when', '88px', (mail) => t(mail.atOnce ? 'rules:review.atOnceYes' : 'rules:review.atOnceNo')),
    ];
  }, [t]);
}

function Moment({ at }: { at: number }) {
  return useClock((now) => formatMoment(at, now));
}
