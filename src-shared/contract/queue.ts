import { z } from 'zod';
import { command, query, topic } from './define.ts';
import {
  abnormalType,
  dayText,
  exceptionStatus,
  finding,
  instant,
  mailNo,
  missing,
  none,
  personId,
  priority,
  region,
  regionBasis,
  responsibleStage,
  rule,
  stage,
  text,
  verdict,
} from './shapes.ts';

export const QUEUE_VIEWS = [
  'all-open',
  'due-today',
  'soon',
  'over',
  'mine',
  'my-first-asked',
  'unclaimed',
  'self-cleared',
  'closed',
] as const;
export const QUEUE_SORTS = ['due', 'raised', 'mailNo', 'priority', 'client', 'type', 'stage', 'nextAt'] as const;
export const queueFilter = z.object({
  view: z.enum(QUEUE_VIEWS),
  types: z.array(abnormalType).optional(),
  regions: z.array(region).optional(),
  stages: z.array(responsibleStage).optional(),
  tiers: z.array(z.string()).optional(),
  clientCode: z.string().optional(),
  rules: z.array(rule).optional(),
  /** Part of a mail number, client name or organisation. */
  search: z.string().max(100).optional(),
  sort: z.enum(QUEUE_SORTS),
  descending: z.boolean(),
});

const row = z.object({
  id: z.number().int(),
  exceptionId: z.string(),
  mailNo,
  clientName: z.string(),
  tiers: z.array(z.string()),
  region,
  day: dayText.nullable(),
  mainRule: rule,
  rules: z.array(rule),
  type: abnormalType,
  typeConfirmed: z.boolean(),
  responsibleStage,
  organisation: z.string().nullable(),
  stageConfirmed: z.boolean(),
  priority,
  status: exceptionStatus,
  cycle: z.number().int(),
  raisedAt: instant,
  /** Deadline of the first intervention, or of the next follow-up once intervened. */
  dueAt: instant.nullable(),
  clock: z.enum(['ok', 'soon', 'over', 'pause', 'done']),
  nextAt: instant.nullable(),
  ownerName: z.string().nullable(),
  ownerId: personId.nullable(),
  firstAskerName: z.string().nullable(),
  interventionAt: instant.nullable(),
  lastFollowUp: z.object({ at: instant, text: z.string(), by: z.string() }).nullable(),
  followUps: z.number().int(),
  feedbackAt: instant.nullable(),
});

const act = { exceptionId: z.string() };
const ACT_REASONS = ['not-found', 'exception-closed', 'exception-not-open', 'exception-not-self-cleared'] as const;

export const queue = {
  /** Ids in order for one filter: the grid keeps them and reads rows by window. */
  ids: query({ input: queueFilter, output: z.object({ ids: z.array(z.number().int()), asOf: instant }) }),
  rows: query({
    input: z.object({ ids: z.array(z.number().int()).max(200) }),
    output: z.object({ rows: z.array(row) }),
  }),
  counts: query({
    input: none,
    output: z.object({
      views: z.record(z.string(), z.number().int()),
      types: z.record(z.string(), z.number().int()),
      tiers: z.record(z.string(), z.number().int()),
      regions: z.record(z.string(), z.number().int()),
    }),
  }),
  /** Everything of one exception for the peek panel; personal data masked. */
  get: query({
    input: z.object({ id: z.number().int() }),
    output: row.extend({
      findings: z.array(finding),
      suggestion: z.object({ type: abnormalType, responsibleStage, organisation: z.string().nullable(), nextAt: instant }),
      mail: z.object({
        sources: z.array(z.string()),
        batches: z.array(z.object({ name: z.string(), asOf: instant })),
        regionBasis,
        regionConflict: z.boolean(),
        origin: z.string().nullable(),
        destination: z.string().nullable(),
        recipient: z.string().nullable(),
        recipientPhone: z.string().nullable(),
        address: z.string().nullable(),
        product: z.string().nullable(),
        acceptedAt: instant.nullable(),
        acceptedDateOnly: z.boolean(),
        traceAsOf: instant.nullable(),
        stage,
        remark: z.string(),
      }),
      events: z.array(
        z.object({
          at: instant,
          code: z.string(),
          name: z.string(),
          text: z.string(),
          stage: stage.nullable(),
          organisation: z.string(),
          city: z.string(),
          source: z.string(),
        }),
      ),
      verdicts: z.array(z.object({ day: dayText, region, verdict, missing: z.array(missing), rules: z.array(rule), late: z.boolean() })),
      history: z.array(
        z.object({ at: instant, actor: z.string(), kind: z.string(), text: z.string(), detail: z.record(z.string(), z.unknown()) }),
      ),
      partners: z.array(mailNo),
    }),
    reasons: ['not-found'],
  }),
  claim: command({ input: z.object(act), output: none, reasons: [...ACT_REASONS, 'claimed-by-other'] }),
  followUp: command({
    input: z.object({ ...act, text: text(2000), nextAt: instant }),
    output: none,
    reasons: [...ACT_REASONS, 'next-date-in-past'],
  }),
  setType: command({ input: z.object({ ...act, type: abnormalType }), output: none, reasons: ACT_REASONS }),
  setStage: command({
    input: z.object({ ...act, responsibleStage, organisation: z.string().trim().max(120).nullable() }),
    output: none,
    reasons: ACT_REASONS,
  }),
  feedback: command({
    input: z.object({ ...act, text: text(2000), to: z.enum(['client', 'postal', 'recipient']) }),
    output: none,
    reasons: ACT_REASONS,
  }),
  /** One key: the mail has cured itself and a person has seen it. */
  confirmSelfCleared: command({ input: z.object(act), output: none, reasons: ACT_REASONS }),
  /** Refused while a stamp is missing; detail names them. */
  close: command({
    input: z.object({ ...act, result: text(2000) }),
    output: none,
    reasons: [...ACT_REASONS, 'stamps-missing'],
  }),
  changed: topic(z.object({ ids: z.array(z.number().int()) })),
};

export const mails = {
  /** What people record of a mail; each needs a reason and is an op. */
  record: command({
    input: z.object({
      mailNo,
      reason: text(500),
      region: region.optional(),
      recallAt: instant.optional(),
      redirect: z.object({ province: z.string().trim().max(40), city: z.string().trim().max(40), at: instant }).optional(),
      remark: text(2000).optional(),
    }),
    output: none,
    reasons: ['not-found', 'place-unknown', 'nothing-to-record'],
  }),
  /** Shows one field unmasked; the act is logged with the person. */
  reveal: command({
    input: z.object({ mailNo, field: z.enum(['recipient', 'recipientPhone', 'address', 'texts']) }),
    output: z.object({ value: z.string() }),
    reasons: ['not-found', 'reveal-limit'],
  }),
  changed: topic(z.object({ mailNos: z.array(mailNo) })),
};
