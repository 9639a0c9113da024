import { useMemo } from 'react';
import type { ReactNode } from 'react';
import { MINUTE_MS, SECOND_MS, dayOf } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock, useMoment } from '#renderer/features/clock/clock.ts';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { formatDuration, formatMoment, formatRemaining } from '#renderer/i18n/time-format.ts';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { GridColumn, RowLook } from '#renderer/ui/grid/columns.ts';
import css from './Queue.module.css';
import { columnStore } from './column-choice.ts';
import type { ColumnId } from './column-choice.ts';
import type { QueueRow } from './queue-store.ts';
import { STAMPS, awaitsDecision, liveClock, missingStamps } from './row-facts.ts';
import type { Stamp } from './row-facts.ts';

type Cell = (row: QueueRow, look: RowLook) => ReactNode;

/** What the passing time changes of a row's words, and nothing finer. */
function timesOf(row: QueueRow, now: number): string {
  const leftMs = row.dueAt === null ? 0 : Math.abs(row.dueAt - now);
  const left = Math.floor(leftMs / (leftMs < MINUTE_MS ? SECOND_MS : MINUTE_MS));
  return `${liveClock(row, now)} ${left} ${Math.floor((now - row.raisedAt) / MINUTE_MS)} ${dayOf(now)}`;
}

/** One look at the clock a row; drawn again when words change, not every second. */
export function useRowNow(row: QueueRow | undefined): number {
  return useMoment((now) => (row === undefined ? '' : timesOf(row, now)));
}

/** State and time left. */
function remaining(t: Text): Cell {
  return (row, { now }) => {
    const state = liveClock(row, now);
    return <StateText state={state}>{remainingWords(t, row, now)}</StateText>;
  };
}

function remainingWords(t: Text, row: QueueRow, now: number): string {
  const clock = liveClock(row, now);
  const counts = clock === 'ok' || clock === 'soon' || clock === 'over';
  if (counts) return row.dueAt === null ? t('common:none') : formatRemaining(row.dueAt, now);
  return t(`words:clock.${clock === 'pause' ? 'pause' : 'done'}`);
}

function stateCell(t: Text): Cell {
  return (row, { now }) => {
    const state = liveClock(row, now);
    return (
      <span className={css['stateCell']}>
        <StateText state={state} icon />
        <span className="visually-hidden">{state === 'watch' ? '' : t(`words:clock.${state}`)}</span>
      </span>
    );
  };
}

const second = (words: string): ReactNode => <span className={css['second']}>{words}</span>;

function moment(t: Text, atOf: (row: QueueRow) => number | null): Cell {
  return (row, { now }) => {
    const at = atOf(row);
    return second(at === null ? t('common:none') : formatMoment(at, now));
  };
}

function decided(isConfirmed: boolean, words: string): ReactNode {
  return (
    <span title={words} className={isConfirmed ? undefined : css['guess']}>
      {words}
    </span>
  );
}

function lastCell(t: Text): Cell {
  return (row, { isCursor, now }) => {
    if (row.status === 'self-cleared') return <StateText state="done">{t('queue:confirmRow')}</StateText>;
    if (row.status === 'closed') return second(t('queue:closedRow'));
    if (isCursor && awaitsDecision(row)) return <AcceptCell row={row} />;
    if (row.lastFollowUp !== null) return lastWords(row.lastFollowUp, now);
    return second(t('queue:suggestRow', { type: t(`words:type.${row.type}`) }));
  };
}

/** The words give way, the moment stays whole. */
function lastWords({ text, at }: NonNullable<QueueRow['lastFollowUp']>, now: number): ReactNode {
  return (
    <span className={css['lastWords']}>
      <span title={text}>{text}</span>
      <span>· {formatMoment(at, now)}</span>
    </span>
  );
}

const name = (words: string): ReactNode => <span title={words}>{words}</span>;

/** The three stamps that a closure needs: done or missing, each with its own mark. */
function stampMarks(t: Text): Cell {
  return (row) => {
    const missing = missingStamps(row);
    return <span className={css['stamps']}>{STAMPS.map((stamp) => stampMark(t, stamp, !missing.includes(stamp)))}</span>;
  };
}

function stampMark(t: Text, stamp: Stamp, isDone: boolean): ReactNode {
  const words = `${t(`queue:stamps.${stamp}`)} ${t(isDone ? 'queue:stampDone' : 'queue:stampMissing')}`;
  return (
    <span key={stamp} role="img" aria-label={words} title={words} className={isDone ? css['stampDone'] : css['stampMissing']}>
      {t(`queue:stampShort.${stamp}`)}
    </span>
  );
}

/** Under the cursor the last cell says what Enter would do. */
function AcceptCell({ row }: { row: QueueRow }) {
  const t = useText();
  const nextAt = useQueryOf(api.queue.get, { id: row.id }).data?.suggestion.nextAt;
  const next = useClock((now) => (nextAt === undefined ? '' : formatMoment(nextAt, now)));
  const type = t(`words:type.${row.type}`);
  return (
    <span className={css['suggestion']}>
      <CommandCap command="queue.accept" />
      <span>{next === '' ? t('queue:acceptRow', { type }) : t('queue:acceptRowNext', { type, next })}</span>
    </span>
  );
}

/** How each column is drawn; order and presence are the person's. */
const DRAWN: Readonly<Record<ColumnId, (t: Text) => Omit<GridColumn<QueueRow>, 'id' | 'header'>>> = {
  state: (t) => ({ headerHidden: true, width: '20px', render: stateCell(t) }),
  mailNo: () => ({ width: '122px', sort: 'mailNo', render: (row) => <MailNumber mailNo={row.mailNo} /> }),
  left: (t) => ({ width: '98px', sort: 'due', render: remaining(t) }),
  type: (t) => ({ width: '78px', sort: 'type', render: (row) => decided(row.typeConfirmed, t(`words:type.${row.type}`)) }),
  client: (t) => ({ width: 'minmax(96px, 1fr)', sort: 'client', render: (row) => name(row.clientName || t('queue:noClient')) }),
  stage: (t) => ({
    width: 'minmax(108px, 1.1fr)',
    sort: 'stage',
    render: (row) => decided(row.stageConfirmed, row.organisation ?? t(`words:responsible.${row.responsibleStage}`)),
  }),
  region: (t) => ({ width: '44px', render: (row) => t(`words:region.${row.region}`) }),
  owner: (t) => ({ width: '62px', render: (row) => second(row.ownerName ?? t('queue:unclaimed')) }),
  due: (t) => ({ width: '88px', sort: 'due', render: moment(t, (row) => row.dueAt) }),
  first: (t) => ({ width: '56px', render: (row) => second(row.firstAskerName ?? t('common:none')) }),
  stamps: (t) => ({ width: '66px', render: stampMarks(t) }),
  next: (t) => ({ width: '88px', sort: 'nextAt', render: moment(t, (row) => row.nextAt) }),
  age: () => ({
    width: '92px',
    sort: 'raised',
    render: (row, { now }) => second(row.status === 'closed' ? '' : formatDuration(now - row.raisedAt)),
  }),
  rule: (t) => ({ width: '92px', render: (row) => second(t(`words:rule.${row.mainRule}`)) }),
  priority: (t) => ({ width: '48px', sort: 'priority', render: (row) => second(t(`words:priority.${row.priority}`)) }),
  last: (t) => ({ width: 'minmax(210px, 2.3fr)', render: lastCell(t) }),
};

/** The columns in the person's order. */
export function useQueueColumns(): readonly GridColumn<QueueRow>[] {
  const t = useText();
  const order = columnStore((state) => state.choice.order);
  return useMemo(() => order.map((id) => ({ id, header: t(`queue:columns.${id}`), ...DRAWN[id](t) })), [t, order]);
}
