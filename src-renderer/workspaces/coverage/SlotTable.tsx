import { useClock } from '#renderer/features/clock/clock.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMoment, formatRate } from '#renderer/i18n/time-format.ts';
import { LinkButton } from '#renderer/ui/controls/Button.tsx';
import { Badge, StateText } from '#renderer/ui/controls/ClockState.tsx';
import type { ClockStateName } from '#renderer/ui/controls/ClockState.tsx';
import { Table } from '#renderer/ui/controls/Table.tsx';
import type { TableColumn } from '#renderer/ui/controls/Table.tsx';
import { slotState } from './coverage-day.ts';
import type { SlotState } from './coverage-day.ts';
import { coverageStore, openList } from './coverage-store.ts';
import type { Coverage, Slot } from './coverage-store.ts';
import css from './Coverage.module.css';

const NUMBERS = ['due', 'normal', 'abnormal', 'undetermined', 'onTime', 'late'] as const;
const LOOKS: Readonly<Record<SlotState, ClockStateName>> = { notYet: 'pause', open: 'ok', closed: 'done', missed: 'over' };

/** Three slots, each number a way to its mails. */
export function SlotTable({ coverage }: { coverage: Coverage }) {
  const t = useText();
  const columns: readonly TableColumn<Slot>[] = [
    { id: 'region', header: t('coverage:columns.region'), width: '104px', render: (slot) => <b>{t(`words:regionSlot.${slot.region}`)}</b> },
    ...NUMBERS.map((name) => ({
      id: name,
      header: t(`coverage:columns.${name}`),
      align: 'end' as const,
      width: '72px',
      render: (slot: Slot) => <Count slot={slot} name={name} />,
    })),
    {
      id: 'rate',
      header: t('coverage:columns.rate'),
      align: 'end',
      width: '84px',
      render: (slot) => (slot.due === 0 ? t('common:none') : formatRate(slot.due - slot.undetermined, slot.due)),
    },
    { id: 'window', header: t('coverage:columns.window'), render: (slot) => <Hours slot={slot} /> },
    { id: 'ran', header: t('coverage:columns.ran'), render: (slot) => <Ran slot={slot} /> },
  ];
  return (
    <Table
      label={t('coverage:table')}
      columns={columns}
      rows={coverage.slots}
      keyOf={(slot) => slot.region}
      empty={t('coverage:nothingDue')}
    />
  );
}

function Count({ slot, name }: { slot: Slot; name: (typeof NUMBERS)[number] }) {
  const t = useText();
  const on = coverageStore((state) => state.list === name && state.region === slot.region);
  const label = t('coverage:openList', {
    region: t(`words:regionSlot.${slot.region}`),
    list: t(`coverage:lists.${name}`),
    count: slot[name],
  });
  return (
    <span className={on ? css['chosen'] : css['count']}>
      <LinkButton aria-label={label} aria-pressed={on} onClick={() => openList(name, slot.region)}>
        {formatCount(slot[name])}
      </LinkButton>
    </span>
  );
}

function Hours({ slot }: { slot: Slot }) {
  const t = useText();
  const words = useClock((now) => `${formatMoment(slot.opensAt, now)}–${formatMoment(slot.closesAt, now)}`);
  const state = useClock((now) => slotState(slot, now));
  return (
    <span className={css['line']}>
      <StateText state={LOOKS[state]} icon>
        {t(`coverage:state.${state}`)}
      </StateText>
      <span className={css['second']}>{words}</span>
    </span>
  );
}

function Ran({ slot }: { slot: Slot }) {
  const t = useText();
  const { ranAt, autoRunAt } = slot;
  const words = useClock((now) =>
    ranAt === null ? t('coverage:auto', { moment: formatMoment(autoRunAt, now) }) : formatMoment(ranAt, now),
  );
  return (
    <span className={css['line']}>
      <span className={ranAt === null ? css['third'] : undefined}>{words}</span>
      {slot.catchUp ? <Badge state="soon">{t('coverage:catchUp')}</Badge> : null}
    </span>
  );
}
