import { IconChevronDown, IconChevronUp, IconCircleCheck, IconHelp } from '@tabler/icons-react';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import { goTo, navigation } from '#renderer/features/navigation/navigation.ts';
import { useText } from '#renderer/i18n/text.ts';
import { Button, IconButton } from '#renderer/ui/controls/Button.tsx';
import css from './Training.module.css';
import { PAGES } from './pages.ts';
import { cardState, countDone, lastDone, nextTask, openPage, taskOfRoute, TRAINING_ROUTE, useTraining } from './training-data.ts';

/** In the title bar: the page that helps where one is. */
export function HelpButton({ route }: { route: string }) {
  const t = useText();
  const training = useTraining();
  return (
    <IconButton label={t('training:help')} onClick={() => openPage(taskOfRoute(route, training))}>
      <IconHelp size={16} aria-hidden />
    </IconButton>
  );
}

/** Beside the mark of a demonstration: practice is offered until it has begun. */
export function TrainingOffer() {
  const t = useText();
  const training = useTraining();
  if (training?.available !== true || training.startedAt !== null) return null;
  return (
    <Button size="small" onClick={() => openPage(undefined)}>
      {t('training:offer')}
    </Button>
  );
}

/** Below the workspaces while practice is under way, so that it covers nothing: the present task, and what was just done. */
export function TrainingCard() {
  const t = useText();
  const training = useTraining();
  const isOpen = cardState((state) => state.isOpen);
  const route = navigation((state) => state.route);
  if (training?.available !== true || training.startedAt === null || route === TRAINING_ROUTE) return null;
  const next = nextTask(training);
  return (
    <aside className={css['card']} aria-label={t('training:card')}>
      <div className={css['cardHead']}>
        <b>{t('training:progress', { done: countDone(training), total: TRAINING_TASKS.length })}</b>
        <span>{next === undefined ? t('training:allDone') : `${TRAINING_TASKS.indexOf(next) + 1} ${t(PAGES[next].title)}`}</span>
        <JustDone task={lastDone(training)} />
        <span>
          {next === undefined ? null : <CardButtons task={next} route={route} />}
          <IconButton
            label={isOpen ? t('training:hide') : t('training:show')}
            aria-expanded={isOpen}
            onClick={() => cardState.setState({ isOpen: !isOpen })}
          >
            {isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronUp size={16} aria-hidden />}
          </IconButton>
        </span>
      </div>
      {isOpen && next !== undefined ? <Steps task={next} /> : null}
    </aside>
  );
}

function JustDone({ task }: { task: TrainingTask | undefined }) {
  const t = useText();
  return (
    <span className={css['doneLine']} role="status">
      {task === undefined ? null : (
        <>
          <IconCircleCheck size={16} aria-hidden /> {t('training:justDone', { task: t(PAGES[task].title) })}
        </>
      )}
    </span>
  );
}

function CardButtons({ task, route }: { task: TrainingTask; route: string }) {
  const t = useText();
  const page = PAGES[task];
  return (
    <>
      {route === page.route ? null : (
        <Button size="small" look="primary" onClick={() => goTo(page.route)}>
          {t('training:go', { screen: t(page.screen) })}
        </Button>
      )}
      <Button size="small" onClick={() => openPage(task)}>
        {t('training:page')}
      </Button>
    </>
  );
}

function Steps({ task }: { task: TrainingTask }) {
  const t = useText();
  return (
    <ol className={css['steps']}>
      {PAGES[task].steps.map((step) => (
        <li key={step}>{t(step)}</li>
      ))}
    </ol>
  );
}
