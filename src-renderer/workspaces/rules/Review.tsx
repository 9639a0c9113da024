import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { useText } from '#renderer/i18n/text.ts';
import css from './Rules.module.css';
import { DryRunResult } from './DryRunResult.tsx';
import { SaveForm } from './SaveForm.tsx';
import { changeText, pathName, problemText } from './rule-words.ts';
import type { Rules } from './use-rules.ts';

/** What the draft changes, what the dry run says, and the saving. */
export function Review({ rules }: { rules: Rules }) {
  const t = useText();
  const { changes, dryRun, isTried, editing } = rules;
  return (
    <>
      <section className={css['part']} aria-label={t('rules:review.changes')}>
        <h2>{t('rules:review.changes')}</h2>
        {changes.length === 0 ? <p className={css['note']}>{t('rules:review.noChanges')}</p> : null}
        <ul className={css['list']}>
          {changes.map((change) => (
            <li key={`${change.path} ${change.kind} ${change.before ?? ''} ${change.after ?? ''}`}>{changeText(t, change)}</li>
          ))}
        </ul>
      </section>
      {changes.length === 0 ? null : <Problems rules={rules} />}
      <section className={css['part']} aria-label={t('rules:review.result')}>
        <h2>{t('rules:review.result')}</h2>
        {isTried && dryRun?.state === 'done' && dryRun.sums !== null ? (
          <DryRunResult run={dryRun} sums={dryRun.sums} />
        ) : (
          <p className={css['note']}>{t('rules:review.noResult')}</p>
        )}
      </section>
      {editing.mayEdit && changes.length > 0 ? <SaveForm rules={rules} /> : null}
    </>
  );
}

/** What the draft breaks, also of what only the engine knows: the duty of stored mails. */
function Problems({ rules: { editing } }: { rules: Rules }) {
  const t = useText();
  const checked = useQueryOf(api.rules.check, { draft: editing.shown }, { keepPrevious: true });
  const problems = editing.problems.length > 0 ? editing.problems : (checked.data?.problems ?? []);
  if (problems.length === 0) return null;
  return (
    <section className={css['part']} aria-label={t('rules:review.problems')}>
      <h2>{t('rules:review.problems')}</h2>
      <ul className={css['list']}>
        {problems.map((problem) => (
          <li key={`${problem.path} ${problem.reason} ${JSON.stringify(problem.detail)}`} className={css['bad']}>
            {pathName(t, problem.path)} {problemText(t, problem)}
          </li>
        ))}
      </ul>
    </section>
  );
}
