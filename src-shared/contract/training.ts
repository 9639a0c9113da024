import { z } from 'zod';
import { ASKED_TASKS, TRAINING_TASKS } from '../domain/training/tasks.ts';
import { command, query, topic } from './define.ts';
import { dayText, instant, mailNo, none, slotRegion, text } from './shapes.ts';

const ONLY_HERE = ['only-in-demonstration'] as const;

/** Ten tasks in the demonstration ledger, each person's own; done is what the ledger says. */
export const training = {
  state: query({
    input: none,
    output: z.object({
      /** False outside a demonstration: then nothing is begun, done or asked. */
      available: z.boolean(),
      startedAt: instant.nullable(),
      tasks: z.array(z.object({ task: z.enum(TRAINING_TASKS), doneAt: instant.nullable() })),
      /** What is asked; null while the ledger has nothing to ask about. */
      questions: z.object({
        coverage: z.object({ about: z.string(), day: dayText, region: slotRegion }).nullable(),
        search: z.object({ about: mailNo, part: z.string() }).nullable(),
      }),
    }),
  }),
  /** Begins, or begins anew: what was done before counts no more. */
  start: command({ input: none, output: none, reasons: ONLY_HERE }),
  /** `about` as the question had it. */
  answer: command({
    input: z.object({ task: z.enum(ASKED_TASKS), about: z.string().max(60), answer: text(200) }),
    output: z.object({ right: z.boolean() }),
    reasons: ONLY_HERE,
  }),
  /** Writes a file of invented mails into the export folder, to be imported. */
  practiceFile: command({ input: none, output: z.object({ path: z.string() }), reasons: ONLY_HERE }),
  changed: topic(none),
};
