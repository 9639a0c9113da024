import { z } from 'zod';
import { ABNORMAL_TYPES, PRIORITIES, REGIONS, RESPONSIBLE_STAGES, RULES } from '../screening/vocabulary.ts';

/** Arguments of every op on an exception; the names are what the log stores. */
const assessment = z.object({
  day: z.number().int().nullable(),
  region: z.enum(REGIONS),
  clientCode: z.string().nullable(),
  mainRule: z.enum(RULES),
  type: z.enum(ABNORMAL_TYPES),
  stage: z.enum(RESPONSIBLE_STAGES),
  organisation: z.string().nullable(),
  priority: z.enum(PRIORITIES),
  interventionDue: z.number().int(),
});
const evidence = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string()).readonly()]));

export const exceptionOps = {
  'exception.raise': z.object({ mailNo: z.string(), cycle: z.number().int(), assessment }),
  'exception.find': z.object({ rule: z.enum(RULES), since: z.number().int(), evidence, assessment }),
  'exception.withdraw': z.object({
    rule: z.enum(RULES),
    since: z.number().int(),
    /** Null when no finding is left: a self-clear follows. */
    assessment: assessment.nullable(),
  }),
  'exception.assess': z.object({ assessment }),
  'exception.self-clear': z.object({}),
  'exception.claim': z.object({}),
  'exception.follow-up': z.object({
    text: z.string().min(1),
    nextAt: z.number().int(),
    /** Takes what nobody holds. */
    claims: z.boolean().optional(),
    /** The macro whose words they are. */
    macro: z.string().optional(),
  }),
  /** One key: confirms type, stage and organisation, claims, and follows up. */
  'exception.accept': z.object({
    type: z.enum(ABNORMAL_TYPES),
    stage: z.enum(RESPONSIBLE_STAGES),
    organisation: z.string().nullable(),
    text: z.string().min(1),
    nextAt: z.number().int(),
    macro: z.string().nullable(),
  }),
  'exception.set-next': z.object({ nextAt: z.number().int() }),
  'exception.transfer': z.object({ to: z.string().min(1), reason: z.string() }),
  'exception.snooze': z.object({ until: z.number().int(), reason: z.string().min(1) }),
  'exception.wake': z.object({}),
  'exception.push': z.object({ template: z.string().nullable(), text: z.string().min(1), channel: z.enum(['copied']) }),
  'exception.waive-push': z.object({ reason: z.string().min(1) }),
  'exception.set-type': z.object({ type: z.enum(ABNORMAL_TYPES) }),
  'exception.set-stage': z.object({
    stage: z.enum(RESPONSIBLE_STAGES),
    organisation: z.string().nullable(),
  }),
  'exception.feedback': z.object({ text: z.string().min(1), to: z.enum(['client', 'postal', 'recipient']) }),
  'exception.confirm-self-cleared': z.object({}),
  'exception.close': z.object({ result: z.string().min(1) }),
  /** Takes back the ops of one act on this exception, by their ids. */
  'exception.undo': z.object({ act: z.string().min(1), ops: z.array(z.string().min(1)).min(1) }),
} as const;

export type ExceptionOpKind = keyof typeof exceptionOps;
export type ExceptionOpArgs<K extends ExceptionOpKind> = z.infer<(typeof exceptionOps)[K]>;
export type ExceptionOp = {
  [K in ExceptionOpKind]: {
    kind: K;
    /** The exception's uid. */
    entityId: string;
    args: ExceptionOpArgs<K>;
    /** Person id, or `system`. */
    actor: string;
    occurredAt: number;
  };
}[ExceptionOpKind];

/** Every op but an undo, which is a statement about other ops. */
export type FoldedOp = Exclude<ExceptionOp, { kind: 'exception.undo' }>;
/** An op as it stands in the log. */
export type LoggedOp = ExceptionOp & { id: string };

export function isUndo(op: LoggedOp): op is Extract<LoggedOp, { kind: 'exception.undo' }> {
  return op.kind === 'exception.undo';
}

export function isExceptionOpKind(kind: string): kind is ExceptionOpKind {
  return Object.hasOwn(exceptionOps, kind);
}
