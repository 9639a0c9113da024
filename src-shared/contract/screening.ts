import { z } from 'zod';
import { command, query, topic } from './define.ts';
import { dayText, instant, mailNo, missing, none, region, rule, slotCounts, slotRegion, verdict } from './shapes.ts';

const slotState = slotCounts.extend({
  opensAt: instant,
  closesAt: instant,
  autoRunAt: instant,
  open: z.boolean(),
  /** When the slot's first run ended; null: not yet run. */
  ranAt: instant.nullable(),
  /** 补筛: first run after its automatic run was missed. */
  catchUp: z.boolean(),
});

/** Lists behind the numbers of the coverage report. */
export const COVERAGE_LISTS = [
  'due',
  'normal',
  'abnormal',
  'undetermined',
  'onTime',
  'late',
  'noAcceptance',
  'unknownRegion',
  'needFreshTrace',
] as const;

export const screening = {
  coverage: query({
    input: z.object({ day: dayText }),
    output: z.object({
      day: dayText,
      slots: z.array(slotState),
      noAcceptance: z.number().int(),
      unknownRegion: z.number().int(),
      needFreshTrace: z.number().int(),
      nextRunAt: instant.nullable(),
    }),
  }),
  /** The mails behind one number of the report. */
  coverageList: query({
    input: z.object({
      day: dayText,
      region: slotRegion.nullable(),
      list: z.enum(COVERAGE_LISTS),
      offset: z.number().int().min(0),
      limit: z.number().int().max(500),
    }),
    output: z.object({
      total: z.number().int(),
      mails: z.array(
        z.object({
          mailNo,
          clientName: z.string(),
          acceptedAt: instant.nullable(),
          traceAsOf: instant.nullable(),
          region,
          verdict: verdict.nullable(),
          missing: z.array(missing),
          rules: z.array(rule),
          late: z.boolean(),
        }),
      ),
    }),
  }),
  run: command({ input: none, output: z.object({ jobId: z.string() }) }),
  status: query({
    input: none,
    output: z.object({
      running: z.boolean(),
      done: z.number().int(),
      total: z.number().int(),
      dirty: z.number().int(),
      lastRunAt: instant.nullable(),
      lastRun: z
        .object({ watched: z.number().int(), raised: z.number().int(), withdrawn: z.number().int(), selfCleared: z.number().int() })
        .nullable(),
    }),
  }),
  changed: topic(none),
};
