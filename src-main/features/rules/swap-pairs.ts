import type { SwapPartner } from '#shared/domain/screening/context.ts';
import type { MailState } from '#shared/domain/screening/evaluation.ts';
import { swapCandidates, swapKeyOf } from '#shared/domain/screening/swap.ts';

type Stray = { mailNo: string; at: number };

/** Stray scans of the mails of a dry run, by which the partners of a swap find each other. */
export class SwapPairs {
  readonly #strays = new Map<string, Stray[]>();

  /** Notes a mail's stray scans; true when it has some, and so may have partners. */
  add(state: MailState): boolean {
    const key = swapKeyOf(state);
    const candidates = key ? swapCandidates(state) : [];
    for (const { cityKey, at } of candidates) {
      const name = nameOf(state, { from: key?.destCity ?? '', to: cityKey });
      const list = this.#strays.get(name) ?? [];
      list.push({ mailNo: state.mailNo, at });
      this.#strays.set(name, list);
    }
    return candidates.length > 0;
  }

  /** Partners among the mails that were added, at the later of both scans. */
  partnersOf(state: MailState): SwapPartner[] {
    const key = swapKeyOf(state);
    if (!key) return [];
    return swapCandidates(state).flatMap(({ cityKey, at }) =>
      (this.#strays.get(nameOf(state, { from: cityKey, to: key.destCity })) ?? [])
        .filter(({ mailNo }) => mailNo !== state.mailNo)
        .map((stray) => ({ mailNo: stray.mailNo, at: Math.max(stray.at, at) })),
    );
  }
}

function nameOf({ clientCode, acceptance }: MailState, { from, to }: { from: string; to: string }): string {
  return JSON.stringify([clientCode, acceptance?.day, from, to]);
}
