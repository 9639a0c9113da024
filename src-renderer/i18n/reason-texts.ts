import type { AppContract } from '#shared/contract/contract.ts';
import type { CommonReason, Endpoint } from '#shared/contract/define.ts';
import { zhCn } from './catalogues.ts';
import { text } from './text.ts';

/** Answered by the bridge itself when the engine is gone. */
type BridgeReason = 'engine-stopped';
type AreaReasons<A> = { [E in keyof A]: A[E] extends Endpoint<'query' | 'command', infer _I, infer _O, infer R> ? R : never }[keyof A];
/** Every reason that any endpoint of the contract declares. */
export type KnownReason = CommonReason | BridgeReason | { [A in keyof AppContract]: AreaReasons<AppContract[A]> }[keyof AppContract];

export type ReasonText = { happened: string; safe: string; doThis: string };

// Does not compile while a reason of the contract has no text.
const KNOWN: Readonly<Record<KnownReason, ReasonText>> = zhCn.reasons;

export function isKnownReason(reason: string): reason is KnownReason {
  return Object.hasOwn(KNOWN, reason);
}

/** What happened, what is safe, what to do; an undeclared reason reads as a bug. */
export function reasonText(reason: string): ReasonText {
  const known: KnownReason = isKnownReason(reason) ? reason : 'bug';
  return {
    happened: text(`reasons:${known}.happened`),
    safe: text(`reasons:${known}.safe`),
    doThis: text(`reasons:${known}.doThis`),
  };
}
