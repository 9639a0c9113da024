import { IconArrowBackUp, IconFlask2 } from '@tabler/icons-react';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { showAct } from '#renderer/features/status-line/status-line.ts';
import { reasonText } from '#renderer/i18n/reason-texts.ts';
import { useText } from '#renderer/i18n/text.ts';
import { formatCount } from '#renderer/i18n/time-format.ts';
import { Progress } from '#renderer/ui/controls/Boxes.tsx';
import { Button } from '#renderer/ui/controls/Button.tsx';
import css from './Rules.module.css';
import { openSection, rulesStore, takeDraft } from './rules-store.ts';
import type { Rules } from './use-rules.ts';

/** What is changed and how far it is tried; the way to trying and saving. */
export function DraftBar({ rules }: { rules: Rules }) {
  const t = useText();
  const isReview = rulesStore(({ section }) => section === 'review');
  const { changes, editing } = rules;
  const { problems } = editing;
  return (
    <div className={css['bar']} role="region" aria-label={t('rules:bar.label')}>
      <b>{changes.length === 0 ? t('rules:bar.none') : t('rules:bar.changed', { count: formatCount(changes.length) })}</b>
      {problems.length === 0 ? null : (
        <span className={css['bad']}>{t('rules:bar.problems', { count: formatCount(problems.length) })}</span>
      )}
      <span role="status" className={css['note']}>
        <RunState rules={rules} />
      </span>
      <span className={css['right']}>
        {rulesStore.getState().draft === null ? null : (
          <Button look="quiet" icon={<IconArrowBackUp size={16} aria-hidden />} onClick={() => discard(t('rules:bar.discarded'))}>
            {t('rules:bar.discard')}
          </Button>
        )}
        {changes.length === 0 || isReview ? null : <Button onClick={() => openSection('review')}>{t('rules:bar.see')}</Button>}
        {editing.mayEdit ? <TryButton rules={rules} /> : null}
      </span>
    </div>
  );
}

function discard(words: string): void {
  takeDraft(null);
  showAct({ words, state: 'saved' });
}

function RunState({ rules: { dryRun, isTried, changes } }: { rules: Rules }) {
  const t = useText();
  if (dryRun === undefined || dryRun.state === 'none') return null;
  if (dryRun.state === 'running') {
    const words = t('rules:bar.running', { done: formatCount(dryRun.done), total: formatCount(dryRun.total) });
    return (
      <>
        <Progress done={dryRun.done} total={dryRun.total} label={words} /> {words}
      </>
    );
  }
  if (dryRun.state === 'cancelled') return t('rules:bar.cancelled');
  if (dryRun.state === 'failed') return t('rules:bar.failed');
  if (!isTried) return changes.length === 0 ? null : t('rules:bar.stale');
  const { exceptions } = dryRun.sums ?? { exceptions: { new: 0, gone: 0, same: 0 } };
  return t('rules:bar.done', {
    added: formatCount(exceptions.new),
    gone: formatCount(exceptions.gone),
    same: formatCount(exceptions.same),
  });
}

function TryButton({ rules: { changes, editing, dryRun, isTried } }: { rules: Rules }) {
  const t = useText();
  const start = useCommandOf(api.rules.startDryRun);
  const cancel = useCommandOf(api.rules.cancelDryRun);
  if (dryRun?.state === 'running' && dryRun.dryRunId !== null) {
    const { dryRunId } = dryRun;
    return <Button onClick={() => cancel.mutate({ dryRunId })}>{t('rules:bar.cancel')}</Button>;
  }
  const refused = start.data?.problems[0];
  const begin = () => start.mutate({ draft: editing.shown }, { onSuccess: () => openSection('review') });
  const isDone = isTried && dryRun?.state === 'done';
  return (
    <>
      {start.error === null ? null : (
        <span role="alert" className={css['bad']}>
          {reasonText(start.error.reason).happened}
        </span>
      )}
      {refused === undefined ? null : (
        <span className={css['bad']}>{t('rules:bar.problems', { count: start.data?.problems.length ?? 0 })}</span>
      )}
      <Button
        look={isDone ? 'plain' : 'primary'}
        icon={<IconFlask2 size={16} aria-hidden />}
        disabled={changes.length === 0 || editing.problems.length > 0 || start.isPending}
        onClick={begin}
      >
        {t(isDone ? 'rules:bar.tryAgain' : 'rules:bar.try')}
      </Button>
    </>
  );
}
