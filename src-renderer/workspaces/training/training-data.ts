import { create } from 'zustand';
import type { AppContract } from '#shared/contract/contract.ts';
import type { OutputOf } from '#shared/contract/define.ts';
import { TRAINING_TASKS } from '#shared/domain/training/tasks.ts';
import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { goTo, navigation } from '#renderer/features/navigation/navigation.ts';
import { PAGES } from './pages.ts';

export type Training = OutputOf<AppContract['training']['state']>;
export const TRAINING_ROUTE = '/training';

export function useTraining(): Training | undefined {
  return useQueryOf(api.training.state, {}, { keepPrevious: true }).data;
}

export function isDone(training: Training | undefined, task: TrainingTask): boolean {
  return training?.tasks.some((each) => each.task === task && each.doneAt !== null) ?? false;
}

export function countDone(training: Training | undefined): number {
  return training?.tasks.filter((each) => each.doneAt !== null).length ?? 0;
}

/** The one that was done last. */
export function lastDone(training: Training | undefined): TrainingTask | undefined {
  const done = training?.tasks.filter((each) => each.doneAt !== null) ?? [];
  return done.reduce<(typeof done)[number] | undefined>(
    (last, each) => (last === undefined || (each.doneAt ?? 0) >= (last.doneAt ?? 0) ? each : last),
    undefined,
  )?.task;
}

/** The first that is not done; none when all are. */
export function nextTask(training: Training | undefined): TrainingTask | undefined {
  return TRAINING_TASKS.find((task) => !isDone(training, task));
}

/** The page that helps on a screen: of its tasks the first that is not done. */
export function taskOfRoute(route: string, training: Training | undefined): TrainingTask | undefined {
  const here = TRAINING_TASKS.filter((task) => PAGES[task].route === route || (route === '/search' && task === 'search'));
  return here.find((task) => !isDone(training, task)) ?? here[0];
}

/** The task whose page is asked for by the address. */
export function useAskedTask(): TrainingTask | undefined {
  const asked = navigation((state) => (state.route === TRAINING_ROUTE ? state.parameters['task'] : undefined));
  return TRAINING_TASKS.find((task) => task === asked);
}

export function openPage(task: TrainingTask | undefined): void {
  goTo(TRAINING_ROUTE, task === undefined ? {} : { task });
}

/** Whether the card over the workspaces is unfolded. */
export const cardState = create<{ readonly isOpen: boolean }>(() => ({ isOpen: true }));
