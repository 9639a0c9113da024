import { useMemo } from 'react';
import { useStore } from 'zustand';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { CommandCap } from '#renderer/features/keys/CommandCap.tsx';
import { MailNumber } from '#renderer/features/mail-number/MailNumber.tsx';
import { useText } from '#renderer/i18n/text.ts';
import type { Text } from '#renderer/i18n/text.ts';
import { formatDuration, formatMoment, formatRemaining } from '#renderer/i18n/time-format.ts';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import type { GridColumn } from '#renderer/ui/grid/columns.ts';
import { cursorId } from '#renderer/ui/grid/grid-state.ts';
import css from './Queue.module.css';
import { columnStore } from './column-choice.ts';
import type { ColumnId } from './column-choice.ts';
import { queueGrid } from './queue-store.ts';
import type { QueueRow } from './queue-store.ts';
import { STAMPS, awaitsDecision, liveClock, missingStamps } from './row-facts.ts';

const isState = (name: string): name is ClockStateName => name !== '';

/** State and time left; drawn again when the words change, not every second. */
function Remaining({ row, icon = false }: { row: QueueRow; icon?: boolean }) {
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
  return (
    <span title={children} className={confirmed ? undefined : css['guess']}>
      {children}
    </span>
  );
}

function LastCell({ row }: { row: QueueRow }) {
  const t = useText();
  const isCursor = useStore(queueGrid, (state) => cursorId(state) === row.id);
  if (row.status === 'self-cleared') return <StateText state="done">{t('queue:confirmRow')}</StateText>;
  if (row.status === 'closed') return <span className={css['second']}>{t('queue:closedRow')}</span>;
  if (isCursor && awaitsDecision(row)) return <AcceptCell row={row} />;
  if (row.lastFollowUp !== null) return <LastWords last={row.lastFollowUp} />;
  return <span className={css['second']}>{t('queue:suggestRow', { type: t(`words:type.${row.type}`) })}</span>;
}

/** The words give way, the moment stays whole. */
function LastWords({ last }: { last: NonNullable<QueueRow['lastFollowUp']> }) {
  const moment = useClock((now) => formatMoment(last.at, now));
  return (
    <span className={css['lastWords']}>
      <span title={last.text}>{last.text}</span>
      <span>· {moment}</span>
    </span>
  );
}

function Name({ children }: { children: string }) {
  return <span title={children}>{children}</span>;
}

/** The three stamps that a closure needs: done or missing, each with its own mark. */
function StampMarks({ row }: { row: QueueRow }) {
  const t = useText();
  const missing = missingStamps(row);
  return (
    <span className={css['stamps']}>
      {STAMPS.map((stamp) => {
        const done = !missing.includes(stamp);
        const words = `${t(`queue:stamps.${stamp}`)} ${t(done ? 'queue:stampDone' : 'queue:stampMissing')}`;
        return (
          <span key={stamp} role="img" aria-label={words} title={words} className={done ? css['stampDone'] : css['stampMissing']}>
            {t(`queue:stampShort.${stamp}`)}
          </span>
        );
      })}
    </span>
  );
}

function Age({ row }: { row: QueueRow }) {
  const words = useClock((now) => (row.status === 'closed' ? '' : formatDuration(now - row.raisedAt)));
  return <span className={css['second']}>{words}</span>;
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
  state: () => ({ headerHidden: true, width: '20px', render: (row) => <StateCell row={row} /> }),
  mailNo: () => ({ width: '122px', sort: 'mailNo', render: (row) => <MailNumber mailNo={row.mailNo} /> }),
  left: () => ({ width: '98px', sort: 'due', render: (row) => <Remaining row={row} /> }),
  type: (t) => ({
    width: '78px',
    sort: 'type',
    render: (row) => <Decided confirmed={row.typeConfirmed}>{t(`words:type.${row.type}`)}</Decided>,
  }),
  client: (t) => ({ width: 'minmax(96px, 1fr)', sort: 'client', render: (row) => <Name>{row.clientName || t('queue:noClient')}</Name> }),
  stage: (t) => ({
    width: 'minmax(108px, 1.1fr)',
    sort: 'stage',
    render: (row) => {
      const place = row.organisation ?? t(`words:responsible.${row.responsibleStage}`);
      return <Decided confirmed={row.stageConfirmed}>{place}</Decided>;
    },
  }),
  region: (t) => ({ width: '44px', render: (row) => t(`words:region.${row.region}`) }),
  owner: (t) => ({ width: '62px', render: (row) => <span className={css['second']}>{row.ownerName ?? t('queue:unclaimed')}</span> }),
  due: () => ({ width: '88px', sort: 'due', render: (row) => <Moment at={row.dueAt} /> }),
  first: (t) => ({ width: '56px', render: (row) => <span className={css['second']}>{row.firstAskerName ?? t('common:none')}</span> }),
  stamps: () => ({ width: '66px', render: (row) => <StampMarks row={row} /> }),
  next: () => ({ width: '88px', sort: 'nextAt', render: (row) => <Moment at={row.nextAt} /> }),
  age: () => ({ width: '92px', sort: 'raised', render: (row) => <Age row={row} /> }),
  rule: (t) => ({ width: '92px', render: (row) => <span className={css['second']}>{t(`words:rule.${row.mainRule}`)}</span> }),
  priority: (t) => ({
    width: '48px',
    sort: 'priority',
    render: (row) => <span className={css['second']}>{t(`words:priority.${row.priority}`)}</span>,
  }),
  last: () => ({ width: 'minmax(210px, 2.3fr)', render: (row) => <LastCell row={row} /> }),
};

/** The columns in the person's order. */
export function useQueueColumns(): readonly GridColumn<QueueRow>[] {
  const t = useText();
  const order = columnStore((state) => state.choice.order);
  return useMemo(() => order.map((id) => ({ id, header: t(`queue:columns.${id}`), ...DRAWN[id](t) })), [t, order]);
}
