import { z } from 'zod';
import { clientSchema, CLIENT_SAVE } from '../clients/client.ts';
import { exceptionOps } from '../exceptions/ops.ts';
import { VIEW_DEFINITION, VIEW_REMOVE, VIEW_REORDER, VIEW_SAVE } from '../exceptions/saved-view.ts';
import { MAIL_RECORD, mailRecordSchema } from '../mail/record-op.ts';
import { personOps } from '../people/person.ts';
import { ruleOps } from '../rules/versions.ts';
import { trainingOps } from '../training/ops.ts';
import { AUDIT, clientStream, PEOPLE_AND_RULES, personStream } from './streams.ts';

/** How a kind of op is decided against what the server holds already. */
export const ARBITRATIONS = [
  /** Kept whatever else happened. */
  'append',
  /** One entity, of which the last arrival counts. */
  'last-arrival',
  /** The gates and the merging of exceptions. */
  'exception',
  /** A staff number belongs to one present person; one administrator stays. */
  'person',
  /** A version of the rules; saving one that another saved meanwhile is told. */
  'rules',
] as const;
export type Arbitration = (typeof ARBITRATIONS)[number];

/** `mail`: seen where its mail is seen, and written only there. `fixed`: by the streams of its own. */
export type Place =
  | { readonly of: 'mail'; readonly clientOf: (args: unknown) => string | null | undefined }
  | { readonly of: 'fixed'; readonly streamOf: (op: { entityId: string; actor: string }) => string };

export type Mutator = {
  readonly entity: string;
  readonly args: z.ZodType;
  /** Version of the form of the arguments that this program writes. */
  readonly version: number;
  /** Who writes it: people, screening, or either. */
  readonly author: 'person' | 'system' | 'either';
  /** What happened already is never refused its place in the audit, whatever the role. */
  readonly isRecord: boolean;
  readonly place: Place;
  readonly arbitration: Arbitration;
};

const ofMail: Place = { of: 'mail', clientOf: () => undefined };
/** Screening says whose mail it is; null: nobody knows. */
const ofAssessedMail: Place = {
  of: 'mail',
  clientOf: (args) => {
    const { assessment } = args as { assessment: { clientCode: string | null } | null };
    return assessment === null ? undefined : assessment.clientCode;
  },
};
const inReference: Place = { of: 'fixed', streamOf: () => PEOPLE_AND_RULES };
const inAudit: Place = { of: 'fixed', streamOf: () => AUDIT };
const ofActor: Place = { of: 'fixed', streamOf: ({ actor }) => personStream(actor) };

const onException = {
  entity: 'exception',
  version: 1,
  isRecord: false,
  author: 'person',
  place: ofMail,
  arbitration: 'exception',
} as const;
const byScreening = {
  entity: 'exception',
  version: 1,
  isRecord: false,
  author: 'system',
  place: ofAssessedMail,
  arbitration: 'exception',
} as const;
const audited = { version: 1, isRecord: true, place: inAudit, arbitration: 'append' } as const;
const ofViews = { entity: 'view', version: 1, isRecord: false, author: 'person', place: ofActor, arbitration: 'last-arrival' } as const;
const ofPeople = { entity: 'person', version: 1, isRecord: false, author: 'person', place: inReference, arbitration: 'person' } as const;
const ofRules = { entity: 'rules', version: 1, isRecord: false, author: 'person', place: inReference, arbitration: 'rules' } as const;
const ofTraining = { entity: 'training', version: 1, isRecord: false, author: 'person', place: ofActor, arbitration: 'append' } as const;

/**
 * Every kind of op that a ledger may hold: its arguments, who may write it, who sees it, and how
 * it meets what others wrote. A kind that is not here is kept for a supervisor and never applied.
 */
export const MUTATORS = {
  'exception.raise': { ...byScreening, args: exceptionOps['exception.raise'] },
  'exception.find': { ...byScreening, args: exceptionOps['exception.find'] },
  'exception.withdraw': { ...byScreening, args: exceptionOps['exception.withdraw'] },
  'exception.assess': { ...byScreening, args: exceptionOps['exception.assess'] },
  'exception.self-clear': { ...byScreening, place: ofMail, args: exceptionOps['exception.self-clear'] },
  'exception.claim': { ...onException, args: exceptionOps['exception.claim'] },
  'exception.follow-up': { ...onException, args: exceptionOps['exception.follow-up'] },
  'exception.accept': { ...onException, args: exceptionOps['exception.accept'] },
  'exception.set-next': { ...onException, args: exceptionOps['exception.set-next'] },
  'exception.transfer': { ...onException, args: exceptionOps['exception.transfer'] },
  'exception.snooze': { ...onException, args: exceptionOps['exception.snooze'] },
  'exception.wake': { ...onException, args: exceptionOps['exception.wake'] },
  'exception.push': { ...onException, args: exceptionOps['exception.push'] },
  'exception.waive-push': { ...onException, args: exceptionOps['exception.waive-push'] },
  'exception.set-type': { ...onException, args: exceptionOps['exception.set-type'] },
  'exception.set-stage': { ...onException, args: exceptionOps['exception.set-stage'] },
  'exception.feedback': { ...onException, args: exceptionOps['exception.feedback'] },
  'exception.confirm-self-cleared': { ...onException, args: exceptionOps['exception.confirm-self-cleared'] },
  'exception.close': { ...onException, args: exceptionOps['exception.close'] },
  'exception.undo': { ...onException, args: exceptionOps['exception.undo'] },
  [MAIL_RECORD]: {
    entity: 'mail',
    args: mailRecordSchema,
    version: 1,
    author: 'person',
    isRecord: false,
    place: ofMail,
    arbitration: 'append',
  },
  [CLIENT_SAVE]: {
    entity: 'client',
    args: clientSchema,
    version: 1,
    author: 'person',
    isRecord: false,
    place: inReference,
    arbitration: 'last-arrival',
  },
  'person.add': { ...ofPeople, args: personOps['person.add'] },
  'person.change': { ...ofPeople, args: personOps['person.change'] },
  'person.remove': { ...ofPeople, args: personOps['person.remove'] },
  'rules.save': { ...ofRules, args: ruleOps['rules.save'] },
  'rules.withdraw': { ...ofRules, args: ruleOps['rules.withdraw'] },
  [VIEW_SAVE]: { ...ofViews, args: z.object({ definition: VIEW_DEFINITION }) },
  [VIEW_REMOVE]: { ...ofViews, args: z.object({}) },
  [VIEW_REORDER]: { ...ofViews, args: z.object({ ids: z.array(z.string().min(1).max(200)).max(1000) }) },
  'training.start': { ...ofTraining, args: trainingOps['training.start'] },
  'training.answer': { ...ofTraining, args: trainingOps['training.answer'] },
  'data.reveal': {
    ...audited,
    entity: 'mail',

    author: 'person',
    args: z.object({ mailNo: z.string(), field: z.string() }),
  },
  'data.erase': {
    entity: 'mail',
    version: 1,
    author: 'person',
    isRecord: false,
    place: ofMail,
    arbitration: 'append',
    args: z.object({
      mailNo: z.string(),
      reason: z.string().min(1),
      statements: z.number().int(),
      events: z.number().int(),
      ops: z.number().int(),
      records: z.number().int(),
    }),
  },
  'data.export': {
    ...audited,
    entity: 'export',

    author: 'either',
    args: z.object({
      name: z.string(),
      title: z.string(),
      format: z.string(),
      filters: z.unknown(),
      rows: z.number().int(),
      masked: z.boolean(),
      sheets: z.array(z.object({ sheet: z.string(), rows: z.number().int(), checksum: z.string() })),
    }),
  },
  'key.export': {
    ...audited,
    entity: 'ledger',

    author: 'person',
    args: z.object({ unlockedBy: z.enum(['pin', 'recovery']) }),
  },
} as const satisfies Readonly<Record<string, Mutator>>;
export type MutatorKind = keyof typeof MUTATORS;

export function findMutator(kind: string): Mutator | undefined {
  return Object.hasOwn(MUTATORS, kind) ? MUTATORS[kind as MutatorKind] : undefined;
}

/** The stream that an op puts its mail into, if it says whose it is. */
export function statedStream(mutator: Mutator, args: unknown): string | undefined {
  if (mutator.place.of !== 'mail') return undefined;
  const client = mutator.place.clientOf(args);
  return client === undefined ? undefined : clientStream(client);
}

/** SHA-256 of the files that an op refers to: its members of that name, at any depth. */
export function filesOf(args: unknown): string[] {
  if (typeof args !== 'object' || args === null) return [];
  return Object.entries(args).flatMap(([name, member]) =>
    name === 'sha256' && typeof member === 'string' && /^[0-9a-f]{64}$/u.test(member) ? [member] : filesOf(member),
  );
}
