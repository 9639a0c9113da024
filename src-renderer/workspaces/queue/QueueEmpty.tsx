import { api } from '#renderer/api/client.ts';
import { useCommandOf, useQueryOf } from '#renderer/api/queries.ts';
import { useClock } from '#renderer/features/clock/clock.ts';
import { listSearch } from '#renderer/features/navigation/list-search.ts';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { useSession } from '#renderer/features/session/session.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount, formatMomentNamed } from '#renderer/i18n/time-format.ts';
import { EmptyState } from '#renderer/ui/controls/Boxes.tsx';
import { Button, LinkButton } from '#renderer/ui/controls/Button.tsx';
import { determinedOf, useCoverage } from './CoverageStrip.tsx';
import css from './Queue.module.css';
import { isNarrowed, queueStore } from './queue-store.ts';

/** No rows: the proof that today's duty is done, or, on a new ledger, where to begin. */
export function QueueEmpty() {
  const files = useQueryOf(api.imports.list, { limit: 1 }).data?.files;
  const coverage = useCoverage();
  const isNew = files?.length === 0 && coverage !== undefined && coverage.slots.every((slot) => slot.due === 0);
  if (files === undefined || coverage === undefined) return null;
  return <div className={css['emptyBox']}>{isNew ? <FirstRun /> : <Proof coverage={coverage} />}</div>;
}

function FirstRun() {
  const t = useText();
  const kind = useSession().data?.kind;
  const demonstration = useCommandOf(api.session.openDemonstration);
  return (
    <EmptyState
      title={t('queue:empty.first')}
      action={
        <>
          {kind === 'real' ? <Button onClick={() => demonstration.mutate({})}>{t('queue:empty.demonstration')}</Button> : null}
          <Button look="primary" onClick={() => goTo('/imports')}>
            {t('queue:empty.import')}
          </Button>
        </>
      }
    >
      {t('queue:empty.firstHint')}
    </EmptyState>
  );
}

function Proof({ coverage }: { coverage: NonNullable<ReturnType<typeof useCoverage>> }) {
  const t = useText();
  const narrowed = queueStore(isNarrowed);
  const search = listSearch((state) => state.search);
  const due = coverage.slots.reduce((sum, slot) => sum + slot.due, 0);
  const done = coverage.slots.reduce((sum, slot) => sum + determinedOf(slot), 0);
  const next = coverage.nextRunAt;
  const nextWords = useClock((now) => (next === null ? '' : t('queue:empty.next', { moment: formatMomentNamed(next, now) })));
  const regions = coverage.slots.map(
    (slot) => `${t(`words:region.${slot.region}`)} ${formatCount(determinedOf(slot))}/${formatCount(slot.due)}`,
  );
  const values = { done: formatCount(done), due: formatCount(due) };
  return (
    <EmptyState
      title={done === due ? t('queue:empty.done', values) : t('queue:empty.part', values)}
      aside={nextWords}
      action={<LinkButton onClick={() => goTo('/coverage', { day: coverage.day })}>{t('queue:empty.details')}</LinkButton>}
    >
      {regions.join(' · ')}
      <br />
      {narrowed || search !== '' ? t('queue:empty.noMatch') : t('queue:empty.noRows')}
    </EmptyState>
  );
}
