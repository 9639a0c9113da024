import type { TrainingTask } from '#shared/domain/training/tasks.ts';
import type { TextKey } from '#renderer/i18n/catalogues.ts';

/** One printable page: what is learned, how, where, and what counts. */
export type TrainingPage = {
  readonly title: TextKey;
  readonly goal: TextKey;
  readonly steps: readonly TextKey[];
  readonly counts: TextKey;
  /** The screen where it is done. */
  readonly route: string;
  readonly screen: TextKey;
};

export const PAGES: Readonly<Record<TrainingTask, TrainingPage>> = {
  import: {
    title: 'training:tasks.import.title',
    goal: 'training:tasks.import.goal',
    steps: ['training:tasks.import.s1', 'training:tasks.import.s2', 'training:tasks.import.s3', 'training:tasks.import.s4'],
    counts: 'training:tasks.import.counts',
    route: '/imports',
    screen: 'screens:imports.title',
  },
  coverage: {
    title: 'training:tasks.coverage.title',
    goal: 'training:tasks.coverage.goal',
    steps: ['training:tasks.coverage.s1', 'training:tasks.coverage.s2', 'training:tasks.coverage.s3', 'training:tasks.coverage.s4'],
    counts: 'training:tasks.coverage.counts',
    route: '/coverage',
    screen: 'screens:coverage.title',
  },
  triage: {
    title: 'training:tasks.triage.title',
    goal: 'training:tasks.triage.goal',
    steps: ['training:tasks.triage.s1', 'training:tasks.triage.s2', 'training:tasks.triage.s3', 'training:tasks.triage.s4'],
    counts: 'training:tasks.triage.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  'set-type': {
    title: 'training:tasks.set-type.title',
    goal: 'training:tasks.set-type.goal',
    steps: ['training:tasks.set-type.s1', 'training:tasks.set-type.s2', 'training:tasks.set-type.s3'],
    counts: 'training:tasks.set-type.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  group: {
    title: 'training:tasks.group.title',
    goal: 'training:tasks.group.goal',
    steps: ['training:tasks.group.s1', 'training:tasks.group.s2', 'training:tasks.group.s3', 'training:tasks.group.s4'],
    counts: 'training:tasks.group.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  undo: {
    title: 'training:tasks.undo.title',
    goal: 'training:tasks.undo.goal',
    steps: ['training:tasks.undo.s1', 'training:tasks.undo.s2', 'training:tasks.undo.s3'],
    counts: 'training:tasks.undo.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  search: {
    title: 'training:tasks.search.title',
    goal: 'training:tasks.search.goal',
    steps: ['training:tasks.search.s1', 'training:tasks.search.s2', 'training:tasks.search.s3', 'training:tasks.search.s4'],
    counts: 'training:tasks.search.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  'follow-up': {
    title: 'training:tasks.follow-up.title',
    goal: 'training:tasks.follow-up.goal',
    steps: ['training:tasks.follow-up.s1', 'training:tasks.follow-up.s2', 'training:tasks.follow-up.s3', 'training:tasks.follow-up.s4'],
    counts: 'training:tasks.follow-up.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  close: {
    title: 'training:tasks.close.title',
    goal: 'training:tasks.close.goal',
    steps: ['training:tasks.close.s1', 'training:tasks.close.s2', 'training:tasks.close.s3', 'training:tasks.close.s4'],
    counts: 'training:tasks.close.counts',
    route: '/queue',
    screen: 'screens:queue.title',
  },
  export: {
    title: 'training:tasks.export.title',
    goal: 'training:tasks.export.goal',
    steps: ['training:tasks.export.s1', 'training:tasks.export.s2', 'training:tasks.export.s3'],
    counts: 'training:tasks.export.counts',
    route: '/exports',
    screen: 'screens:exports.title',
  },
};
