import { z } from 'zod';
import { command, query, topic } from './define.ts';
import { dayText, instant, none } from './shapes.ts';

/** 异常邮件跟踪台账, 筛查覆盖率台账, 操作流水. */
export const EXPORT_NAMES = ['exceptions', 'coverage', 'operations'] as const;

const exportJob = z.object({
  id: z.string(),
  name: z.enum(EXPORT_NAMES),
  state: z.enum(['queued', 'running', 'done', 'cancelled', 'failed']),
  reason: z.string().nullable(),
  path: z.string(),
  /** True when the target was open elsewhere and a second name was taken. */
  renamed: z.boolean(),
  rows: z.number().int(),
  total: z.number().int(),
  rowsPerSecond: z.number(),
  bytes: z.number(),
  checksum: z.string().nullable(),
  startedAt: instant,
  finishedAt: instant.nullable(),
});

export const exports_ = {
  start: command({
    input: z.object({
      name: z.enum(EXPORT_NAMES),
      format: z.enum(['xlsx', 'csv']),
      /** Folder or file; the default folder of the settings when absent. */
      path: z.string().max(4096).optional(),
      from: dayText.optional(),
      to: dayText.optional(),
      status: z.enum(['open', 'self-cleared', 'closed', 'all']).optional(),
    }),
    output: z.object({ jobId: z.string() }),
    reasons: ['target-folder-missing'],
  }),
  cancel: command({ input: z.object({ jobId: z.string() }), output: none }),
  list: query({ input: none, output: z.object({ exports: z.array(exportJob), defaultFolder: z.string() }) }),
  changed: topic(z.object({ jobIds: z.array(z.string()) })),
};
