import { z } from 'zod';

/** Instants are ISO 8601 with +08:00; files are relative to the folder of plan.json. */
const instant = z.string();

/** `import FILE… --as-of asOf --kind kind --now now` */
export const importStepSchema = z.object({
  step: z.literal('import'),
  kind: z.enum(['mails', 'traces', 'clients', 'auto']),
  files: z.array(z.string()).min(1),
  asOf: instant,
  now: instant,
});

/** `fact NO --redirect province/city --at at --reason reason --now now` */
export const factStepSchema = z.object({
  step: z.literal('fact'),
  mailNo: z.string(),
  redirect: z.object({ province: z.string(), city: z.string() }),
  at: instant,
  reason: z.string(),
  now: instant,
});

/** `screen --now now` */
export const screenStepSchema = z.object({ step: z.literal('screen'), now: instant });

export const stepSchema = z.discriminatedUnion('step', [importStepSchema, factStepSchema, screenStepSchema]);
export type PlanStep = z.infer<typeof stepSchema>;

export const planSchema = z.object({
  version: z.literal(1),
  seed: z.int(),
  mails: z.int(),
  /** First and last posting day, `YYYY-MM-DD`. */
  firstPostingDay: z.string(),
  lastPostingDay: z.string(),
  /** In order of `now`; run one after the other on an empty test ledger. */
  steps: z.array(stepSchema),
});
export type Plan = z.infer<typeof planSchema>;
