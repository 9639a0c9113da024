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
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { DataGrid } from '#renderer/ui/grid/DataGrid.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import css from './Coverage.module.css';
import { coverageStore } from './coverage-store.ts';
import type { ListedMail } from './coverage-store.ts';

const VERDICT_LOOKS = { normal: 'done', abnormal: 'over', undetermined: 'soon' } as const;

/** The mails behind the chosen number. */
export function CoverageList({ day }: { day: string }) {
  const t = useText();
  const { list, region } = coverageStore();
  const first = useQueryOf(api.screening.coverageList, { day, region, list, offset: 0, limit: 1 });
  const rowHeight = ROW_HEIGHTS[viewSettings((settings) => settings.density)];
  const rows = usePagedRows<ListedMail>({
    total: first.data?.total,
    version: `${day} ${region ?? ''} ${list} ${first.dataUpdatedAt}`,
    load: async (offset, limit) => (await read(api.screening.coverageList, { day, region, list, offset, limit })).mails,
  });
  const columns = useColumns();
  const error = first.error ?? rows.error;
  const title = t('coverage:openList', {
    region: region === null ? '' : t(`words:regionSlot.${region}`),
    list: t(`coverage:lists.${list}`),
    count: formatCount(first.data?.total ?? 0),
  });
  return (
    <section className={css['list']} aria-label={title}>
      <h2>{title}</h2>
      {error === null ? (
        <DataGrid
          label={title}
          store={rows.store}
          cache={rows.cache}
          columns={columns}
          rowHeight={rowHeight}
          selectable={false}
          empty={first.data?.total === 0 ? <p className={css['none']}>{t('coverage:noRows')}</p> : null}
        />
      ) : (
        <CallErrorBox error={error} onRetry={() => void first.refetch()} />
      )}
    </section>
  );
}

type ColumnName = keyof typeof zhCn.coverage.listColumns;

function useColumns(): readonly GridColumn<Placed<ListedMail>>[] {
  const t = useText();
  return useMemo(() => {
    const column = (id: ColumnName, width: string, render: (mail: ListedMail) => ReactNode) => ({
      id,
      header: t(`coverage:listColumns.${id}`),
      width,
      render: ({ row }: Placed<ListedMail>) => render(row),
    });
    return [
      column('mailNo', '132px', (mail) => <MailNumber mailNo={mail.mailNo} />),
      column('client', 'minmax(96px, 1fr)', (mail) => mail.clientName || t('coverage:noClient')),
      column('accepted', '104px', (mail) => (mail.acceptedAt === null ? t('common:none') : <Moment at={mail.acceptedAt} />)),
      column('traceAsOf', '104px', (mail) => (mail.traceAsOf === null ? t('coverage:noTrace') : <Moment at={mail.traceAsOf} />)),
      column('region', '64px', (mail) => t(`words:region.${mail.region}`)),
      column('verdict', '112px', (mail) => <Verdict mail={mail} />),
      column('missing', 'minmax(140px, 2fr)', (mail) => <Why mail={mail} />),
    ];
  }, [t]);
}

function Moment({ at }: { at: number }) {
  return useClock((now) => formatMoment(at, now));
}

function Verdict({ mail }: { mail: ListedMail }) {
  const t = useText();
  if (mail.verdict === null) return <span className={css['third']}>{t('coverage:noVerdict')}</span>;
  return (
    <StateText state={VERDICT_LOOKS[mail.verdict]} icon>
      {t(`words:verdict.${mail.verdict}`)}
      {mail.late ? <span className={css['third']}>{t('coverage:lateMark')}</span> : null}
    </StateText>
  );
}

function Why({ mail }: { mail: ListedMail }) {
  const t = useText();
  return [...mail.missing.map((missing) => t(`words:missing.${missing}`)), ...mail.rules.map((rule) => t(`words:rule.${rule}`))].join(
    t('common:separator'),
  );
}
