import { z } from 'zod';
import { ASKED_TASKS } from './tasks.ts';

/**
 * Ops of the training, on the person who trains. Progress is never stored: it is what the log and
 * the imports say since the last start.
 */
export const trainingOps = {
  /** Begins, or begins anew; `files`: number of the last import before it. */
  'training.start': z.object({ files: z.number().int() }),
  'training.answer': z.object({
    task: z.enum(ASKED_TASKS),
    /** What was asked about: a slot of the coverage, or a mail number. */
    about: z.string(),
    answer: z.string(),
    right: z.boolean(),
  }),
} as const;
export type TrainingStartArgs = z.infer<(typeof trainingOps)['training.start']>;
export type TrainingAnswer = z.infer<(typeof trainingOps)['training.answer']>;
