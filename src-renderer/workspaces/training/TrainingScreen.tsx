import { IconCircle, IconCircleCheck } from '@tabler/icons-react';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import { api } from '#renderer/api/client.ts';
import { useCommandOf } from '#renderer/api/queries.ts';
import { CallErrorBox } from '#renderer/features/call-error/CallErrorBox.tsx';
import { useText } from '#renderer/i18n/text.ts';
import { Button } from '#renderer/ui/controls/Button.tsx';
import { ViewBar } from '#renderer/ui/controls/Layout.tsx';
import { SplitPage } from '#renderer/ui/controls/SplitPage.tsx';
import { PrintButtons } from './PrintButtons.tsx';
import { TaskPage } from './TaskPage.tsx';
import css from './Training.module.css';
import { PAGES } from './pages.ts';
import { countDone, isDone, nextTask, openPage, useAskedTask, useTraining } from './training-data.ts';
import type { Training } from './training-data.ts';

/** Ten pages of help; in the demonstration ledger they are tasks that tick themselves. */
export function TrainingScreen() {
  const t = useText();
  const training = useTraining();
  const asked = useAskedTask();
  const task = asked ?? nextTask(training) ?? TRAINING_TASKS[0];
  return (
    <SplitPage
      bar={
        <ViewBar title={t('screens:training.title')} right={<PrintButtons task={task} />}>
          <StartButton training={training} />
        </ViewBar>
      }
      side={<TaskList training={training} shown={task} />}
      sideLabel={t('training:list')}
      sideWidth="views"
    >
      <TaskPage key={task} task={task} training={training} />
    </SplitPage>
  );
}

function StartButton({ training }: { training: Training | undefined }) {
  const t = useText();
  const start = useCommandOf(api.training.start);
  if (training?.available !== true) return null;
  const isAgain = training.startedAt !== null;
  return (
    <>
      <Button
        size="small"
        look={isAgain ? 'plain' : 'primary'}
        disabled={start.isPending}
        title={isAgain ? t('training:againHint') : t('training:intro')}
        onClick={() => start.mutate({}, { onSuccess: () => openPage(undefined) })}
      >
        {isAgain ? t('training:again') : t('training:start')}
      </Button>
      {start.error === null ? null : <CallErrorBox error={start.error} />}
    </>
  );
}

function TaskList({ training, shown }: { training: Training | undefined; shown: TrainingTask }) {
  const t = useText();
  const isCounted = training?.available === true;
  return (
    <div className={css['side']}>
      <p className={css['intro']}>{isCounted ? t('training:intro') : t('training:onlyDemonstration')}</p>
      {isCounted ? (
        <p className={css['progress']} role="status">
          {training.startedAt === null
            ? t('training:notStarted')
            : t('training:progress', { done: countDone(training), total: TRAINING_TASKS.length })}
        </p>
      ) : null}
      <ol className={css['tasks']}>
        {TRAINING_TASKS.map((task, index) => (
          <li key={task}>
            <button type="button" aria-current={task === shown ? 'page' : undefined} onClick={() => openPage(task)}>
              <TaskMark isDone={isDone(training, task)} isCounted={isCounted} />
              <span>{index + 1}</span>
              {t(PAGES[task].title)}
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

/** Icon and word: colour alone says nothing. */
export function TaskMark({ isDone: done, isCounted }: { isDone: boolean; isCounted: boolean }) {
  const t = useText();
  if (!isCounted) return null;
  const Icon = done ? IconCircleCheck : IconCircle;
  return (
    <Icon
      size={16}
      stroke={1.75}
      className={done ? css['done'] : css['open']}
      aria-label={done ? t('training:right') : t('training:open')}
    />
  );
}
