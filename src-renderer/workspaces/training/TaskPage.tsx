import { IconCircleCheck } from '@tabler/icons-react';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { goTo } from '#renderer/features/navigation/navigation.ts';
import { SavedFile } from '#renderer/features/saved-file/SavedFile.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { formatFull } from '#renderer/i18n/time-format.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { Question } from './Question.tsx';
import css from './Training.module.css';
import { PAGES } from './pages.ts';
import { openPage } from './training-data.ts';
import type { Training } from './training-data.ts';

/** One task: its words, and what belongs to it on the screen only. */
export function TaskPage({ task, training }: { task: TrainingTask; training: Training | undefined }) {
  const t = useText();
  const page = PAGES[task];
  const isBegun = training?.startedAt !== null && training?.available === true;
  const number = TRAINING_TASKS.indexOf(task);
  return (
    <article className={css['page']}>
      <TaskWords task={task} />
      {isBegun && task === 'import' ? <PracticeFile /> : null}
      {task === 'coverage' || task === 'search' ? <Question task={task} training={training} /> : null}
      {isBegun ? <DoneLine task={task} training={training} /> : null}
      <p className={css['buttons']}>
        <Button look="primary" onClick={() => goTo(page.route)}>
          {t('training:go', { screen: t(page.screen) })}
        </Button>
        <Turn to={TRAINING_TASKS[number - 1]} label={t('training:previous')} />
        <Turn to={TRAINING_TASKS[number + 1]} label={t('training:next')} />
      </p>
    </article>
  );
}

/** The same words on the screen and on paper. */
export function TaskWords({ task }: { task: TrainingTask }) {
  const t = useText();
  const { title, goal, steps, counts } = PAGES[task];
  return (
    <>
      <p className={css['third']}>{t('training:sheet', { number: TRAINING_TASKS.indexOf(task) + 1, total: TRAINING_TASKS.length })}</p>
      <h2>{t(title)}</h2>
      <h3>{t('training:goal')}</h3>
      <p>{t(goal)}</p>
      <h3>{t('training:steps')}</h3>
      <ol className={css['steps']}>
        {steps.map((step) => (
          <li key={step}>{t(step)}</li>
        ))}
      </ol>
      <h3>{t('training:counts')}</h3>
      <p>{t(counts)}</p>
      <p className={css['third']}>{t('training:keysHint')}</p>
    </>
  );
}

function DoneLine({ task, training }: { task: TrainingTask; training: Training }) {
  const t = useText();
  const doneAt = training.tasks.find((each) => each.task === task)?.doneAt ?? null;
  return (
    <p className={doneAt === null ? css['third'] : css['doneLine']} role="status">
      {doneAt === null ? (
        t('training:open')
      ) : (
        <>
          <IconCircleCheck size={16} aria-hidden /> {t('training:done', { at: formatFull(doneAt) })}
        </>
      )}
    </p>
  );
}

function PracticeFile() {
  const t = useText();
  const make = useCommandOf(api.training.practiceFile);
  return (
    <div className={css['aid']}>
      <Button disabled={make.isPending} onClick={() => make.mutate({})}>
        {t('training:makeFile')}
      </Button>
      {make.error === null ? null : <CallErrorBox error={make.error} />}
      {make.data === undefined ? null : <SavedFile path={make.data.path}>{t('training:fileMade', { path: make.data.path })}</SavedFile>}
    </div>
  );
}

function Turn({ to, label }: { to: TrainingTask | undefined; label: string }) {
  if (to === undefined) return null;
  return <Button onClick={() => openPage(to)}>{label}</Button>;
}
