import { useMemo } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { keyLabel } from '#renderer/i18n/key-label.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatMoment, formatRemaining } from '#renderer/i18n/time-format.ts';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import { KeyCap } from '#renderer/ui/controls/KeyCap.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import css from './Queue.module.css';
import { queueGrid } from './queue-store.ts';
import type { QueueRow } from './queue-store.ts';
import { awaitsDecision, liveClock } from './row-facts.ts';

/** Left out while the panel takes the room. */
export const NARROW_COLUMNS = ['region', 'owner', 'due', 'first'] as const;

const isState = (name: string): name is ClockStateName => name !== '';

/** State and time left; drawn again when the words change, not every second. */
export function Remaining({ row, icon = false }: { row: QueueRow; icon?: boolean }) {
  const t = useText();
  const state = useClock((now) => liveClock(row, now));
  const words = useClock((now) => {
    const clock = liveClock(row, now);
    const counts = clock === 'ok' || clock === 'soon' || clock === 'over';
    if (counts && row.dueAt !== null) return formatRemaining(row.dueAt, now);
    return counts ? t('common:none') : t(`words:clock.${clock === 'pause' ? 'pause' : 'done'}`);
  });
  return isState(state) ? (
    <StateText state={state} icon={icon}>
      {words}
    </StateText>
  ) : null;
}

function StateCell({ row }: { row: QueueRow }) {
  const t = useText();
  const state = useClock((now) => liveClock(row, now));
  if (!isState(state)) return null;
  return (
    <span className={css['stateCell']}>
      <StateText state={state} icon />
      <span className="visually-hidden">{state === 'watch' ? '' : t(`words:clock.${state}`)}</span>
    </span>
  );
}

function Moment({ at }: { at: number | null }) {
  const t = useText();
  const words = useClock((now) => (at === null ? t('common:none') : formatMoment(at, now)));
  return <span className={css['second']}>{words}</span>;
}

function Decided({ confirmed, children }: { confirmed: boolean; children: string }) {
  return confirmed ? children : <span className={css['guess']}>{children}</span>;
}

function LastCell({ row }: { row: QueueRow }) {
  const t = useText();
  const isCursor = useStore(queueGrid, (state) => cursorId(state) === row.id);
  const last = row.lastFollowUp;
  const lastWords = useClock((now) => (last === null ? '' : `${last.text} · ${formatMoment(last.at, now)}`));
  if (row.status === 'self-cleared') return <StateText state="done">{t('queue:confirmRow')}</StateText>;
  if (row.status === 'closed') return <span className={css['second']}>{t('queue:closedRow')}</span>;
  if (isCursor && awaitsDecision(row)) return <AcceptCell row={row} />;
  return <span className={css['second']}>{last === null ? t('queue:suggestRow', { type: t(`words:type.${row.type}`) }) : lastWords}</span>;
}

/** Under the cursor the last cell says what Enter would do. */
function AcceptCell({ row }: { row: QueueRow }) {
  const t = useText();
  const nextAt = useQueryOf(api.queue.get, { id: row.id }).data?.suggestion.nextAt;
  const next = useClock((now) => (nextAt === undefined ? '' : formatMoment(nextAt, now)));
  const type = t(`words:type.${row.type}`);
  return (
    <span className={css['suggestion']}>
      <KeyCap>{keyLabel('Enter')}</KeyCap>
      {next === '' ? t('queue:acceptRow', { type }) : t('queue:acceptRowNext', { type, next })}
    </span>
  );
}

export function useQueueColumns(): readonly GridColumn<QueueRow>[] {
  const t = useText();
  return useMemo<readonly GridColumn<QueueRow>[]>(
    () => [
      { id: 'state', header: t('queue:columns.state'), headerHidden: true, width: '20px', render: (row) => <StateCell row={row} /> },
      {
        id: 'mailNo',
        header: t('queue:columns.mailNo'),
        width: '122px',
        sort: 'mailNo',
        render: (row) => <MailNumber mailNo={row.mailNo} />,
      },
      { id: 'left', header: t('queue:columns.left'), width: '96px', sort: 'due', render: (row) => <Remaining row={row} /> },
      {
        id: 'type',
        header: t('queue:columns.type'),
        width: '78px',
        sort: 'type',
        render: (row) => <Decided confirmed={row.typeConfirmed}>{t(`words:type.${row.type}`)}</Decided>,
      },
      {
        id: 'client',
        header: t('queue:columns.client'),
        width: '76px',
        sort: 'client',
        render: (row) => row.clientName || t('queue:noClient'),
      },
      {
        id: 'stage',
        header: t('queue:columns.stage'),
        width: '104px',
        sort: 'stage',
        render: (row) => (
          <Decided confirmed={row.stageConfirmed}>{row.organisation ?? t(`words:responsible.${row.responsibleStage}`)}</Decided>
        ),
      },
      { id: 'region', header: t('queue:columns.region'), width: '44px', render: (row) => t(`words:region.${row.region}`) },
      {
        id: 'owner',
        header: t('queue:columns.owner'),
        width: '58px',
        render: (row) => <span className={css['second']}>{row.ownerName ?? t('queue:unclaimed')}</span>,
      },
      { id: 'due', header: t('queue:columns.due'), width: '84px', render: (row) => <Moment at={row.dueAt} /> },
      {
        id: 'first',
        header: t('queue:columns.first'),
        width: '52px',
        render: (row) => <span className={css['second']}>{row.firstAskerName ?? t('common:none')}</span>,
      },
      { id: 'last', header: t('queue:columns.last'), width: 'minmax(0, 1fr)', render: (row) => <LastCell row={row} /> },
    ],
    [t],
  );
}
