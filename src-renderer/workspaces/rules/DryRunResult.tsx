import { DRY_RUN_LISTS } from '#shared/contract/rules.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import { DryRunMails } from './DryRunMails.tsx';
import css from './Rules.module.css';
import { openMails, rulesStore } from './rules-store.ts';
import type { DryRun, DryRunSums, MailList } from './rules-store.ts';

type Counts = Record<(typeof DRY_RUN_LISTS)[number], number>;
type Line = { key: string; what: string; counts: Counts; of: Omit<MailList, 'list'> };

/** New, gone and same: in all, by rule, by client; each number opens its mails. */
export function DryRunResult({ run, sums }: { run: DryRun; sums: DryRunSums }) {
  const t = useText();
  const asOf = useClock((now) => formatMomentNamed(run.asOf ?? now, now));
  const all: Line = { key: 'all', what: t('rules:review.total'), counts: sums.exceptions, of: { rule: null, clientCode: null } };
  const rules = sums.byRule.map(({ rule, ...counts }): Line => ({
    key: rule,
    what: t(`words:rule.${rule}`),
    counts,
    of: { rule, clientCode: null },
  }));
  const clients = sums.byClient.map(({ clientCode, clientName, ...counts }): Line => ({
    key: clientCode ?? '',
    what: clientName || t('rules:review.noClient'),
    counts,
    of: { rule: null, clientCode: clientCode ?? '' },
  }));
  const values = { added: formatCount(sums.atOnce.new), gone: formatCount(sums.atOnce.gone) };
  return (
    <>
      <p className={css['note']}>{t('rules:review.asOf', { moment: asOf, mails: formatCount(sums.mails), version: run.basedOn ?? 1 })}</p>
      <p className={css['note']}>
        {t('rules:review.atOnce', values)} {sums.altered === 0 ? null : t('rules:review.altered', { count: formatCount(sums.altered) })}
      </p>
      <div className={css['columns']}>
        <Numbers label={t('rules:review.byRule')} head={t('rules:review.rule')} lines={[all, ...rules]} />
        <span>
          <Numbers label={t('rules:review.byClient')} head={t('rules:review.client')} lines={clients} />
          {sums.clients > clients.length ? (
            <span className={css['use']}>{t('rules:review.clientsMore', { shown: clients.length, count: formatCount(sums.clients) })}</span>
          ) : null}
        </span>
      </div>
      {run.dryRunId === null ? null : <DryRunMails dryRunId={run.dryRunId} lines={[all, ...rules, ...clients]} />}
    </>
  );
}

function Numbers({ label, head, lines }: { label: string; head: string; lines: readonly Line[] }) {
  const t = useText();
  const columns: readonly TableColumn<Line>[] = [
    { id: 'what', header: head, wraps: true, render: ({ what, key }) => (key === 'all' ? <b>{what}</b> : what) },
    ...DRY_RUN_LISTS.map((list) => ({
      id: list,
      header: t(`rules:review.${list}`),
      align: 'end' as const,
      width: '64px',
      render: (line: Line) => <Count line={line} list={list} />,
    })),
  ];
  return <Table label={label} columns={columns} rows={lines} keyOf={({ key }) => key} />;
}

export function isShown(shown: MailList, of: Omit<MailList, 'list'>): boolean {
  return shown.rule === of.rule && shown.clientCode === of.clientCode;
}

function Count({ line: { what, counts, of }, list }: { line: Line; list: MailList['list'] }) {
  const t = useText();
  const on = rulesStore(({ mails }) => mails.list === list && isShown(mails, of));
  const count = formatCount(counts[list]);
  return (
    <span className={on ? css['chosen'] : undefined}>
      <LinkButton
        aria-pressed={on}
        aria-label={t('rules:review.openList', { what, list: t(`rules:review.${list}`), count })}
        onClick={() => openMails({ list, ...of })}
      >
        {count}
      </LinkButton>
    </span>
  );
}
