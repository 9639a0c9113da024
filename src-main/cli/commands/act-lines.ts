import { z } from 'zod';
import { ABNORMAL_TYPES, RESPONSIBLE_STAGES } from '#shared/domain/screening/vocabulary.ts';
import { parseInstant } from '#shared/kernel/instant.ts';
import type { QueueAct } from '../../engine/acting.ts';

const instant = z.string().transform((text, context) => {
  const value = parseInstant(text);
  if (value === undefined) context.addIssue({ code: 'custom', message: 'instant-not-valid' });
  return value ?? 0;
});
const words = (max: number) => z.string().min(1).max(max);
const mailNo = z.string().min(1);
/** Every line: an id makes a repeated line harmless; `user` overrides --user. */
const anyLine = {
  id: z
    .string()
    .regex(/^[^/]{1,80}$/u)
    .optional(),
  user: words(40).optional(),
};
/** One mail, or many as one act that is undone as one. */
const base = { ...anyLine, mailNo: mailNo.optional(), mailNos: z.array(mailNo).min(1).max(20_000).optional() };
const stage = z.enum(RESPONSIBLE_STAGES);
const organisation = z.string().nullable();

export const actSchema = z.discriminatedUnion('act', [
  z.object({ act: z.literal('claim'), ...base }),
  z.object({
    act: z.literal('accept'),
    ...base,
    type: z.enum(ABNORMAL_TYPES).optional(),
    stage: stage.optional(),
    organisation: organisation.optional(),
    macro: z.string().optional(),
    text: words(2000).optional(),
    nextAt: instant.optional(),
  }),
  z.object({ act: z.literal('macro'), ...base, macro: z.string() }),
  z.object({ act: z.literal('follow-up'), ...base, text: words(2000), nextAt: instant, claim: z.boolean().optional() }),
  z.object({ act: z.literal('set-type'), ...base, type: z.enum(ABNORMAL_TYPES) }),
  z.object({ act: z.literal('set-stage'), ...base, stage, organisation: organisation.default(null) }),
  z.object({ act: z.literal('set-next'), ...base, nextAt: instant }),
  z.object({ act: z.literal('transfer'), ...base, to: words(40), reason: z.string().max(500).optional() }),
  z.object({ act: z.literal('snooze'), ...base, until: instant, reason: words(500) }),
  z.object({ act: z.literal('wake'), ...base }),
  z.object({ act: z.literal('feedback'), ...base, text: words(2000), to: z.enum(['client', 'postal', 'recipient']).default('client') }),
  z.object({ act: z.literal('push'), ...base, template: z.string().optional(), text: words(2000).optional() }),
  z.object({ act: z.literal('waive-push'), ...base, reason: words(500) }),
  z.object({ act: z.literal('confirm-self-cleared'), ...base }),
  z.object({ act: z.literal('close'), ...base, result: words(2000) }),
  /** `target`: id of a line before; without it the person's last act. */
  z.object({ act: z.literal('undo'), ...anyLine, target: z.string().min(1).optional() }),
  z.object({
    act: z.literal('fact'),
    ...anyLine,
    mailNo,
    reason: words(500),
    region: z.string().optional(),
    recall: z.string().optional(),
    redirect: z.string().optional(),
    at: z.string().optional(),
    remark: z.string().optional(),
  }),
]);
export type ActLine = z.infer<typeof actSchema>;
export type UndoLine = Extract<ActLine, { act: 'undo' }>;
export type FactLine = Extract<ActLine, { act: 'fact' }>;
export type ExceptionLine = Exclude<ActLine, UndoLine | FactLine>;

/** The line as the window's act. */
export function queueActOf(line: ExceptionLine): QueueAct {
  switch (line.act) {
    case 'accept':
      return {
        kind: 'accept',
        ...given('type', line.type),
        ...given('responsibleStage', line.stage),
        ...given('organisation', line.organisation),
        ...given('macroId', line.macro),
        ...given('text', line.text),
        ...given('nextAt', line.nextAt),
      };
    case 'macro':
      return { kind: 'macro', macroId: line.macro };
    case 'set-stage':
      return { kind: 'set-stage', responsibleStage: line.stage, organisation: line.organisation };
    case 'push':
      return { kind: 'push', channel: 'copied', ...given('templateId', line.template), ...given('text', line.text) };
    case 'transfer':
      return { kind: 'transfer', to: line.to, ...given('reason', line.reason) };
    case 'follow-up':
      return { kind: 'follow-up', text: line.text, nextAt: line.nextAt, ...given('claim', line.claim) };
    case 'snooze':
      return { kind: 'snooze', until: line.until, reason: line.reason };
    case 'feedback':
      return { kind: 'feedback', text: line.text, to: line.to };
    case 'set-type':
      return { kind: 'set-type', type: line.type };
    case 'set-next':
      return { kind: 'set-next', nextAt: line.nextAt };
    case 'waive-push':
      return { kind: 'waive-push', reason: line.reason };
    case 'close':
      return { kind: 'close', result: line.result };
    default:
      return { kind: line.act };
  }
}

function given<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
}
