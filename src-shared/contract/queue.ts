import { z } from 'zod';
import { ACT_REFUSALS } from '../domain/exceptions/gates.ts';
import { QUEUE_CONDITIONS, QUEUE_FILTER, QUEUE_SORTS, QUEUE_VIEWS } from '../domain/exceptions/queue-filter.ts';
import { UNDO_REFUSALS } from '../domain/exceptions/undo.ts';
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

export { QUEUE_SORTS, QUEUE_VIEWS };
export const queueFilter = QUEUE_FILTER;
const organisation = z.string().trim().max(120).nullable();

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
  /** 搁置: out of 今日必办 until then; null once that is past. */
  snoozedUntil: instant.nullable(),
  snoozeReason: z.string().nullable(),
  ownerName: z.string().nullable(),
  ownerId: personId.nullable(),
  firstAskerName: z.string().nullable(),
  interventionAt: instant.nullable(),
  lastFollowUp: z.object({ at: instant, text: z.string(), by: z.string() }).nullable(),
  followUps: z.number().int(),
  feedbackAt: instant.nullable(),
  /** Messages to the client: when the last one was, how many, or why none is due (免推送). */
  pushedAt: instant.nullable(),
  pushes: z.number().int(),
  pushWaived: z.string().nullable(),
});

/** What a person does to one exception or to many, each under the same gates. */
export const queueAct = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('claim') }),
  /**
   * Enter: confirms type, responsible stage and organisation, claims, follows up by a macro. What is
   * left out is what the row shows (a person's decision, else the suggestion) and its type's first macro.
   */
  z.object({
    kind: z.literal('accept'),
    type: abnormalType.optional(),
    responsibleStage: responsibleStage.optional(),
    organisation: organisation.optional(),
    macroId: z.string().optional(),
    /** In place of the macro's words and time. */
    text: text(2000).optional(),
    nextAt: instant.optional(),
  }),
  /** A follow-up in a macro's words, made for each mail; claims what nobody holds. */
  z.object({ kind: z.literal('macro'), macroId: z.string() }),
  /** `claim`: takes what nobody holds. */
  z.object({ kind: z.literal('follow-up'), text: text(2000), nextAt: instant, claim: z.boolean().optional() }),
  z.object({ kind: z.literal('set-type'), type: abnormalType }),
  z.object({ kind: z.literal('set-stage'), responsibleStage, organisation }),
  z.object({ kind: z.literal('set-next'), nextAt: instant }),
  z.object({ kind: z.literal('transfer'), to: personId, reason: z.string().trim().max(500).optional() }),
  z.object({ kind: z.literal('snooze'), until: instant, reason: text(500) }),
  z.object({ kind: z.literal('wake') }),
  z.object({ kind: z.literal('feedback'), text: text(2000), to: z.enum(['client', 'postal', 'recipient']) }),
  /** Without a text it is the template's, made for each mail; a text of one's own may name no phone. */
  z.object({ kind: z.literal('push'), templateId: z.string().optional(), text: text(2000).optional(), channel: z.literal('copied') }),
  z.object({ kind: z.literal('waive-push'), reason: text(500) }),
  z.object({ kind: z.literal('confirm-self-cleared') }),
  z.object({ kind: z.literal('close'), result: text(2000) }),
]);

const group = z.object({ type: abnormalType, organisation });
/** One of the three: rows by their numbers, exceptions by their ids, or a whole group of a filter. */
const targets = {
  ids: z.array(z.number().int()).min(1).max(20_000).optional(),
  exceptionIds: z.array(z.string()).min(1).max(20_000).optional(),
  group: z.object({ filter: QUEUE_CONDITIONS, ...group.shape }).optional(),
};
/** What an act did: one undoable act, and every single refusal with its reason (texts in `reasons`). */
const outcome = z.object({
  actId: z.string(),
  applied: z.number().int(),
  refused: z.array(
    z.object({ exceptionId: z.string(), mailNo: z.string(), reason: z.enum(ACT_REFUSALS), detail: z.record(z.string(), z.string()) }),
  ),
});

export const queue = {
  /** Ids in order for one filter: the grid keeps them and reads rows by window. */
  ids: query({ input: queueFilter, output: z.object({ ids: z.array(z.number().int()), asOf: instant }) }),
  rows: query({
    input: z.object({ ids: z.array(z.number().int()).max(200) }),
    output: z.object({ rows: z.array(row) }),
  }),
  /** Open exceptions alone in types, tiers and regions; pendingScreening: due mails of today's and earlier slots without a verdict. */
  counts: query({
    input: none,
    output: z.object({
      pendingScreening: z.number().int(),
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
      /** What `accept` would write: of the type that the row shows, with its first macro's words; null without one. */
      suggestion: z.object({
        type: abnormalType,
        responsibleStage,
        organisation: z.string().nullable(),
        nextAt: instant,
        macroId: z.string().nullable(),
        macroName: z.string().nullable(),
        text: z.string().nullable(),
      }),
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
  /** Groups of what a filter keeps, the largest first. */
  groups: query({
    input: z.object({ filter: QUEUE_CONDITIONS }),
    output: z.object({ groups: z.array(z.object({ ...group.shape, count: z.number().int() })), total: z.number().int(), asOf: instant }),
  }),
  /** Ids of one group in the order of deadlines. */
  groupIds: query({
    input: z.object({ filter: QUEUE_CONDITIONS, ...group.shape }),
    output: z.object({ ids: z.array(z.number().int()) }),
  }),
  /** Macros and messages in force, in the order of their keys; `macros` of a type are those that name it. */
  phrases: query({
    input: none,
    output: z.object({
      version: z.number().int(),
      macros: z.array(z.object({ id: z.string(), name: z.string(), types: z.array(abnormalType), text: z.string(), nextAt: instant })),
      pushTemplates: z.array(z.object({ id: z.string(), name: z.string(), types: z.array(abnormalType), text: z.string() })),
    }),
  }),
  /**
   * The message for each exception, to be shown, changed and copied before `act` records it;
   * without a template the first one for the mail's type. Personal data is masked.
   */
  pushTexts: query({
    input: z.object({ exceptionIds: z.array(z.string()).min(1).max(200), templateId: z.string().optional() }),
    output: z.object({ texts: z.array(z.object({ exceptionId: z.string(), mailNo, templateId: z.string(), text: z.string() })) }),
    reasons: ['push-template-not-found'],
  }),
  /**
   * One act on one exception or many: what can be done is done, the rest is named with its reason;
   * all of it is one undoable act. `opId` (made once per key press) makes a repetition harmless.
   */
  act: command({
    input: z.object({
      act: queueAct,
      ...targets,
      opId: z
        .string()
        .regex(/^[\w-]{8,60}$/u)
        .optional(),
    }),
    output: outcome,
    reasons: [...ACT_REFUSALS, 'one-target', 'person-not-found'],
  }),
  changed: topic(z.object({ ids: z.array(z.number().int()) })),
};

/** 撤销: the last 20 acts of the person, batches whole. */
export const undo = {
  list: query({
    input: none,
    output: z.object({
      acts: z.array(
        z.object({
          actId: z.string(),
          kind: z.string(),
          at: instant,
          /** Exceptions that it touched. */
          count: z.number().int(),
          /** Of the first one. */
          mailNo: z.string(),
          undone: z.boolean(),
          /** Why it cannot be undone; null: it can. */
          refusal: z.object({ reason: z.enum(UNDO_REFUSALS), detail: z.record(z.string(), z.string()) }).nullable(),
        }),
      ),
    }),
  }),
  /** Undoes the person's last act that is not undone yet. */
  last: command({
    input: none,
    output: z.object({ actId: z.string(), kind: z.string(), count: z.number().int(), mailNo: z.string() }),
    reasons: UNDO_REFUSALS,
  }),
  run: command({
    input: z.object({ actId: z.string() }),
    output: z.object({ actId: z.string(), kind: z.string(), count: z.number().int(), mailNo: z.string() }),
    reasons: UNDO_REFUSALS,
  }),
  changed: topic(none),
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
    reasons: ['not-found', 'out-of-scope', 'place-unknown', 'nothing-to-record'],
  }),
  /** Shows one field unmasked; the act is logged with the person. */
  reveal: command({
    input: z.object({ mailNo, field: z.enum(['recipient', 'recipientPhone', 'address', 'texts']) }),
    output: z.object({ value: z.string() }),
    reasons: ['not-found', 'out-of-scope', 'reveal-limit'],
  }),
  changed: topic(z.object({ mailNos: z.array(mailNo) })),
};
