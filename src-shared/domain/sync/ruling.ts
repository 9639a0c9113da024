import type { Role } from '../people/person.ts';
import type { Mutator } from './mutators.ts';
import type { Detail, Effect, Verdict } from './verdict.ts';

/** An accepted op as it counts: with the effect that its verdict gave it. `ver` is its place among its entity's. */
export type EntityOp = {
  readonly id: string;
  readonly kind: string;
  readonly entityId: string;
  readonly args: unknown;
  readonly actor: string;
  readonly occurredAt: number;
  readonly ver: number;
  /** The device that wrote it. */
  readonly device: string;
};

/** An op that asks to be accepted. */
export type AskingOp = Omit<EntityOp, 'ver'> & {
  /** Highest `ver` that its device held when it was written; null: not known. */
  readonly seenVer: number | null;
};

/** What a decision needs to know beside the entity's own ops. */
export type DecisionContext = {
  readonly mutator: Mutator;
  /** Of the op's author; null: the system. */
  readonly role: Role | null;
  /** Highest cycle of the mail's exceptions. */
  readonly newestCycle: number | null;
  /** Present people with the staff number that the op gives, and present administrators. */
  readonly people: { readonly withStaffNo: readonly string[]; readonly administrators: readonly string[] };
};

/** What becomes of an op. Rejected ones have no place among the entity's ops. */
export type Ruling = { readonly verdict: Verdict; readonly code: string; readonly detail: Detail; readonly effect: Effect | null };

export const APPLIED: Ruling = { verdict: 'applied', code: '', detail: {}, effect: null };

export function rejected(code: string, detail: Detail = {}): Ruling {
  return { verdict: 'rejected', code, detail, effect: null };
}

export function merged(code: string, detail: Detail = {}): Ruling {
  return { verdict: 'merged', code, detail, effect: null };
}
