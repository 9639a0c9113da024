import { IconCheck } from '@tabler/icons-react';
import { dayOf, formatDay } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { classNames } from '#renderer/ui/class-names.ts';
import css from './Queue.module.css';

/** Today's duty with what is determined of it; undefined while it is read. */
export function useCoverage() {
  const day = useClock((now) => formatDay(dayOf(now)));
  return useQueryOf(api.screening.coverage, { day }).data;
}

type Slot = NonNullable<ReturnType<typeof useCoverage>>['slots'][number];
export const determinedOf = (slot: Slot) => slot.normal + slot.abnormal;

/** Proof beside the list: determined of due, per region; opens the coverage of today. */
export function CoverageStrip() {
  const t = useText();
  const coverage = useCoverage();
  if (coverage === undefined || coverage.slots.length === 0) return null;
  return (
    <button
      type="button"
      className={css['coverage']}
      title={t('queue:coverage.open')}
      onClick={() => goTo('/coverage', { day: coverage.day })}
    >
      {coverage.slots.map((slot) => (
        <SlotBar key={slot.region} slot={slot} />
      ))}
    </button>
  );
}

function SlotBar({ slot }: { slot: Slot }) {
  const t = useText();
  const done = determinedOf(slot);
  const short = slot.due - done;
  return (
    <span className={classNames(css['slot'], short > 0 && css['part'])}>
      <b>{t(`words:region.${slot.region}`)}</b>
      <span className={css['track']}>
        <span className={css['fill']} style={{ width: slot.due === 0 ? '100%' : `${(done / slot.due) * 100}%` }} />
      </span>
      {formatCount(done)}/{formatCount(slot.due)}
      {short > 0 ? (
        <span className={css['short']}>{t('queue:coverage.short', { count: formatCount(short) })}</span>
      ) : (
        <IconCheck size={14} stroke={2} aria-hidden />
      )}
    </span>
  );
}
