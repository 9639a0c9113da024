import { IconChevronLeft, IconChevronRight, IconRadar2 } from '@tabler/icons-react';
import { parseDay } from '#shared/kernel/instant.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useClock } from '#renderer/features/clock/clock.ts';
import { goTo, navigation } from '#renderer/features/navigation/navigation.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { useMay } from '#renderer/features/session/may.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import { Separator, ViewBar } from '#renderer/ui/controls/Layout.tsx';
import css from './Coverage.module.css';
import { CoverageList } from './CoverageList.tsx';
import { OtherCounts } from './OtherCounts.tsx';
import { SlotTable } from './SlotTable.tsx';
import { shiftDay, shownDay } from './coverage-day.ts';

/** The proof of a day: what was due in each region, what became of it, and the mails behind each number. */
export function CoverageScreen() {
  const wanted = navigation((state) => (state.route === '/coverage' ? state.parameters['day'] : undefined));
  const day = useClock((now) => shownDay(wanted, now));
  const coverage = useQueryOf(api.screening.coverage, { day }, { keepPrevious: true });
  return (
    <div className={css['screen']}>
      <Bar day={day} />
      <div className={css['top']}>
        {coverage.error === null ? null : <CallErrorBox error={coverage.error} onRetry={() => void coverage.refetch()} />}
        {coverage.data === undefined ? null : (
          <>
            <SlotTable coverage={coverage.data} />
            <OtherCounts coverage={coverage.data} />
          </>
        )}
      </div>
      <CoverageList day={day} />
    </div>
  );
}

const go = (day: string) => goTo('/coverage', { day });

function Bar({ day }: { day: string }) {
  const t = useText();
  const today = useClock((now) => shownDay(undefined, now));
  return (
    <ViewBar title={t('screens:coverage.title')} right={<Run />}>
      <IconButton label={t('coverage:previous')} onClick={() => go(shiftDay(day, -1))}>
        <IconChevronLeft size={16} aria-hidden />
      </IconButton>
      <input
        type="date"
        className={css['day']}
        aria-label={t('coverage:day')}
        value={day}
        onChange={(event) => {
          if (parseDay(event.currentTarget.value) !== undefined) go(event.currentTarget.value);
        }}
      />
      <IconButton label={t('coverage:next')} onClick={() => go(shiftDay(day, 1))}>
        <IconChevronRight size={16} aria-hidden />
      </IconButton>
      {day === today ? null : <Button onClick={() => go(today)}>{t('coverage:today')}</Button>}
      <Separator />
      <NextRun day={today} />
    </ViewBar>
  );
}

function NextRun({ day }: { day: string }) {
  const t = useText();
  const next = useQueryOf(api.screening.coverage, { day }).data?.nextRunAt ?? null;
  const words = useClock((now) =>
    next === null ? t('coverage:noNextRun') : t('coverage:nextRun', { moment: formatMomentNamed(next, now) }),
  );
  return <span className={css['second']}>{words}</span>;
}

function Run() {
  const t = useText();
  const status = useQueryOf(api.screening.status, {}).data;
  const run = useCommandOf(api.screening.run);
  const { may, why } = useMay('screening.run');
  if (status?.running) {
    const words =
      status.total === 0
        ? t('coverage:runningNoTotal')
        : t('coverage:running', { done: formatCount(status.done), total: formatCount(status.total) });
    return (
      <span className={css['running']} role="status">
        <Progress done={status.done} total={status.total} label={t('coverage:runningNoTotal')} />
        {words}
      </span>
    );
  }
  return (
    <>
      {status && status.dirty > 0 ? <span className={css['soon']}>{t('coverage:dirty', { count: formatCount(status.dirty) })}</span> : null}
      {run.error === null ? null : (
        <span className={css['over']} role="alert">
          {reasonText(run.error.reason).happened}
        </span>
      )}
      <Button
        look="primary"
        icon={<IconRadar2 size={16} aria-hidden />}
        title={why}
        disabled={!may || run.isPending}
        onClick={() => run.mutate({})}
      >
        {t('coverage:run')}
      </Button>
    </>
  );
}
