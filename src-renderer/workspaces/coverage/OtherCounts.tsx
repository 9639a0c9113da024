import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { useSession } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { StateText } from '#renderer/ui/controls/ClockState.tsx';
import { Chip } from '#renderer/ui/controls/Pill.tsx';
import css from './Coverage.module.css';
import { coverageStore, openList } from './coverage-store.ts';
import type { Coverage } from './coverage-store.ts';

const LISTS = ['noAcceptance', 'unknownRegion', 'needFreshTrace'] as const;

/** What belongs to no slot or waits for data, and the last run's result. */
export function OtherCounts({ coverage }: { coverage: Coverage }) {
  const t = useText();
  const { list, region } = coverageStore();
  const calendarYear = useSession().data?.calendarWarning ?? null;
  return (
    <div className={css['beside']}>
      <span className={css['third']}>{t('coverage:beside')}</span>
      {LISTS.map((name) => {
        const on = list === name && region === null;
        return (
          <Chip key={name} on={on} aria-pressed={on} onClick={() => openList(name, null)}>
            {t(`coverage:lists.${name}`)} <b>{formatCount(coverage[name])}</b>
          </Chip>
        );
      })}
      {calendarYear === null ? null : (
        <StateText state="soon" icon>
          {t('frame:calendarWarning', { year: calendarYear })}
        </StateText>
      )}
      <LastRun />
    </div>
  );
}

function LastRun() {
  const t = useText();
  const status = useQueryOf(api.screening.status, {}).data;
  const words = useClock((now) => {
    if (!status?.lastRun || status.lastRunAt === null) return '';
    const { watched, raised, withdrawn, selfCleared } = status.lastRun;
    return t('coverage:lastRun', {
      moment: formatMomentNamed(status.lastRunAt, now),
      watched: formatCount(watched),
      raised: formatCount(raised),
      withdrawn: formatCount(withdrawn),
      selfCleared: formatCount(selfCleared),
    });
  });
  return <span className={css['last']}>{words}</span>;
}
