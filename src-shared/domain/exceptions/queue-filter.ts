import { z } from 'zod';
import { ABNORMAL_TYPES, PRIORITIES, REGIONS, RESPONSIBLE_STAGES, RULES } from '../screening/vocabulary.ts';

/** Built-in views of the queue: what each keeps, and no order. */
export const QUEUE_VIEWS = [
  'all-open',
  'due-today',
  'soon',
  'over',
  'mine',
  'my-first-asked',
  'unclaimed',
  'snoozed',
  'self-cleared',
  'closed',
] as const;
export const QUEUE_SORTS = ['due', 'raised', 'mailNo', 'priority', 'client', 'type', 'stage', 'nextAt'] as const;

/** What a list of exceptions keeps; conditions that are left out keep all. */
export const QUEUE_CONDITIONS = z.object({
  view: z.enum(QUEUE_VIEWS),
  types: z.array(z.enum(ABNORMAL_TYPES)).optional(),
  regions: z.array(z.enum(REGIONS)).optional(),
  stages: z.array(z.enum(RESPONSIBLE_STAGES)).optional(),
  tiers: z.array(z.string()).optional(),
  clientCode: z.string().optional(),
  rules: z.array(z.enum(RULES)).optional(),
  priorities: z.array(z.enum(PRIORITIES)).optional(),
  /** Responsible organisations; null: none is known. */
  organisations: z.array(z.string().max(120).nullable()).max(50).optional(),
  owners: z.array(z.string().min(1).max(40)).max(50).optional(),
  /** Part of a mail number, client name or organisation. */
  search: z.string().max(100).optional(),
});
export type QueueConditions = z.infer<typeof QUEUE_CONDITIONS>;
export const QUEUE_FILTER = QUEUE_CONDITIONS.extend({ sort: z.enum(QUEUE_SORTS), descending: z.boolean() });
