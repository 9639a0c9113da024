import { IconFileExport } from '@tabler/icons-react';
import { useState } from 'react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Page } from '#renderer/ui/controls/Layout.tsx';
import css from './Audit.module.css';
import { AuditFilters } from './AuditFilters.tsx';
import { AuditTable } from './AuditTable.tsx';
import { isPeriodWrong, NO_FILTER, PAGE_ENTRIES, questionOf } from './audit-filter.ts';
import type { AuditCursor, AuditFilter } from './audit-filter.ts';

/** 审计: who saw, changed and exported what, the newest first, page by page. */
export function AuditScreen() {
  const t = useText();
  const [filter, setFilter] = useState(NO_FILTER);
  const [cursors, setCursors] = useState<readonly AuditCursor[]>([]);
  const isWrong = isPeriodWrong(filter);
  const list = useQueryOf(api.audit.list, questionOf(filter, cursors), { enabled: !isWrong, keepPrevious: true });
  const narrow = (next: AuditFilter) => {
    setFilter(next);
    setCursors([]);
  };
  return (
    <Page
      title={t('screens:audit.title')}
      bar={<span className={css['second']}>{t('audit:proof')}</span>}
      right={<ExportButton filter={filter} disabled={isWrong} />}
    >
      <AuditFilters filter={filter} onChange={narrow} />
      {list.error === null ? null : <CallErrorBox error={list.error} onRetry={() => void list.refetch()} />}
      {list.data === undefined || list.error !== null ? null : (
        <>
          <AuditTable entries={list.data.entries} isNarrowed={JSON.stringify(filter) !== JSON.stringify(NO_FILTER)} />
          <Pages shown={list.data.entries.length} next={list.data.next} cursors={cursors} onGo={setCursors} />
        </>
      )}
    </Page>
  );
}

/** The operations of the period, as a file; the work goes on in the background. */
function ExportButton({ filter: { from, to }, disabled }: { filter: AuditFilter; disabled: boolean }) {
  const t = useText();
  const start = useCommandOf(api.exports.start);
  const run = () => {
    const done = () => {
      showAct({ words: t('audit:exported'), state: 'saved' });
      goTo('/exports');
    };
    start.mutate({ name: 'operations', format: 'xlsx', ...(from && { from }), ...(to && { to }) }, { onSuccess: done });
  };
  return (
    <>
      {start.error === null ? null : <CallErrorBox error={start.error} />}
      <Button icon={<IconFileExport size={16} aria-hidden />} disabled={disabled || start.isPending} onClick={run}>
        {start.isPending ? t('audit:exporting') : t('audit:export')}
      </Button>
    </>
  );
}

type PagesProps = {
  shown: number;
  next: AuditCursor | null;
  cursors: readonly AuditCursor[];
  onGo: (cursors: readonly AuditCursor[]) => void;
};

function Pages({ shown, next, cursors, onGo }: PagesProps) {
  const t = useText();
  if (next === null && cursors.length === 0) return null;
  const first = cursors.length * PAGE_ENTRIES + 1;
  return (
    <nav className={css['pages']} aria-label={t('audit:pages')}>
      <Button size="small" look="quiet" disabled={cursors.length === 0} onClick={() => onGo(cursors.slice(0, -1))}>
        {t('audit:newer')}
      </Button>
      <span role="status">{t('audit:shown', { first, last: first + shown - 1 })}</span>
      <Button size="small" look="quiet" disabled={next === null} onClick={() => next && onGo([...cursors, next])}>
        {t('audit:older')}
      </Button>
    </nav>
  );
}
