import { finding, type Context, type SwapPartner } from './context.ts';
import type { Finding, FoldedEvent, MailState } from './evaluation.ts';
import type { Stage } from './vocabulary.ts';

const AT_THE_DOOR: ReadonlySet<Stage> = new Set<Stage>(['out-for-delivery', 'attempt-failed', 'ready-for-pickup', 'delivered']);

export type SwapCandidate = {
  /** City in which the mail was brought to the door, other than its own destination. */
  cityKey: string;
  /** First such event there. */
  at: number;
};

/** What partners of a swap have in common. */
export type SwapKey = { clientCode: string; postingDay: number; destCity: string };

/** Key of a mail that can be part of a swap: known client, acceptance and destination, not void; else null. */
export function swapKeyOf(state: MailState): SwapKey | null {
  const { clientCode, acceptance, destCity } = state;
  if (clientCode === null || acceptance === null || destCity === null || state.stage === 'void') return null;
  return { clientCode, postingDay: acceptance.day, destCity };
}

/**
 * Cities other than its destination in which a mail was brought to the door, in order of the first such
 * event. A partner has the same client and posting day and its destination in one of them.
 */
export function swapCandidates(state: MailState): SwapCandidate[] {
  const found: SwapCandidate[] = [];
  if (swapKeyOf(state) === null) return found;
  for (const event of state.events) {
    const { stage, cityKey } = event as FoldedEvent;
    if (stage === null || cityKey === null || cityKey === state.destCity || !AT_THE_DOOR.has(stage)) continue;
    if (!found.some((candidate) => candidate.cityKey === cityKey)) found.push({ cityKey, at: event.at });
  }
  return found;
}

/** Instant of the later mail's event when two mails look swapped, else null. Symmetric. */
export function swapPairAt(a: MailState, b: MailState): number | null {
  const [keyA, keyB] = [swapKeyOf(a), swapKeyOf(b)];
  if (keyA === null || keyB === null || a.mailNo === b.mailNo) return null;
  if (keyA.clientCode !== keyB.clientCode || keyA.postingDay !== keyB.postingDay || keyA.destCity === keyB.destCity) return null;
  const there = swapCandidates(a).find(({ cityKey }) => cityKey === keyB.destCity);
  const here = swapCandidates(b).find(({ cityKey }) => cityKey === keyA.destCity);
  return there && here ? Math.max(there.at, here.at) : null;
}

export function isSwapPair(a: MailState, b: MailState): boolean {
  return swapPairAt(a, b) !== null;
}

function earlier(a: SwapPartner, b: SwapPartner): number {
  return a.at - b.at || (a.mailNo < b.mailNo ? -1 : a.mailNo > b.mailNo ? 1 : 0);
}

export function suspectedSwap(context: Context): Finding | null {
  if (context.swapPartners.length === 0 || swapKeyOf(context.state) === null) return null;
  const partners = [...context.swapPartners].sort(earlier);
  const since = partners[0]?.at ?? 0;
  return finding(
    context,
    { rule: 'suspected-swap', since: since },
    {
      partners: partners.map(({ mailNo }) => mailNo),
      clientCode: context.state.clientCode,
      destCity: context.state.destCity,
    },
  );
}
