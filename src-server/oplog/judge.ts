import type { Role } from '#shared/domain/people/person.ts';
import { ROLES } from '#shared/domain/people/person.ts';
import { mayDo } from '#shared/domain/permissions/matrix.ts';
import { actOfOp } from '#shared/domain/permissions/op-acts.ts';
import { exceptionUid } from '#shared/domain/exceptions/ids.ts';
import { findMutator } from '#shared/domain/sync/mutators.ts';
import type { Mutator } from '#shared/domain/sync/mutators.ts';
import type { Ruling } from '#shared/domain/sync/ruling.ts';
import { rejected } from '#shared/domain/sync/ruling.ts';
import type { Detail } from '#shared/domain/sync/verdict.ts';
import type { Mutation } from '#shared/wire/mutation.ts';

export const SYSTEM = 'system';

/** Who wrote a mutation, as the server knows the person; `role` is null for the system. */
export type Author = { readonly id: string; readonly role: Role | null };
/** `null`: nobody of this device. */
export type Authors = ReadonlyMap<string, Author | null>;

/** A mutation of a known kind and form by somebody who may write it. */
export type Sound = { readonly mutation: Mutation; readonly mutator: Mutator; readonly args: unknown; readonly author: Author };
export type Judged = Sound | { readonly mutation: Mutation; readonly refusal: Ruling };

export function isSound(judged: Judged): judged is Sound {
  return 'mutator' in judged;
}

/** Judges form and authority, before anything is read of what the mutation is about. */
export function judge(mutation: Mutation, authors: Authors, isRevoked: boolean): Judged {
  const refuse = (refusal: Ruling): Judged => ({ mutation, refusal });
  if (isRevoked) return refuse(quarantined('revoked'));
  const mutator = findMutator(mutation.kind);
  if (!mutator || mutation.sv > mutator.version || mutation.entity !== mutator.entity) return refuse(quarantined('unknown-kind'));
  const author = authors.get(mutation.actor) ?? null;
  if (author === null) return refuse(quarantined('forbidden', { why: 'actor' }));
  if (!mayWrite(mutation.kind, mutator, author)) return refuse(quarantined('forbidden', { why: 'role' }));
  if (mutation.args === null) return refuse(rejected('erased'));
  const args = parsedArgs(mutator, mutation.args);
  if (args === undefined || !isAboutItself(mutation, args)) return refuse(quarantined('invalid-args'));
  return { mutation, mutator, args, author };
}

export function quarantined(code: string, detail: Detail = {}): Ruling {
  return { verdict: 'quarantined', code, detail, effect: null };
}

function mayWrite(kind: string, { author: by, isRecord }: Mutator, { role }: Author): boolean {
  if (role === null) return by !== 'person';
  if (by === 'system') return false;
  if (isRecord) return true;
  const act = actOfOp(kind);
  return act !== null && act !== 'system' && mayDo(role, act);
}

function parsedArgs(mutator: Mutator, text: string): unknown {
  try {
    const parsed = mutator.args.safeParse(JSON.parse(text));
    return parsed.success ? parsed.data : undefined;
  } catch {
    // No JSON: the same as arguments of another form.
    return undefined;
  }
}

/** Ids that are made of their contents are what the contents say. */
function isAboutItself({ kind, entityId }: Mutation, args: unknown): boolean {
  if (kind === 'exception.raise') {
    const { mailNo, cycle } = args as { mailNo: string; cycle: number };
    return exceptionUid(mailNo, cycle) === entityId;
  }
  return kind === 'client.save' ? (args as { code: string }).code === entityId : true;
}

export function roleOf(role: string): Role | undefined {
  return ROLES.find((known) => known === role);
}
