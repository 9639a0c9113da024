import { create } from 'zustand';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { onFreshStart } from '#renderer/features/session/fresh-start.ts';

type Outcome = OutputOf<AppContract['queue']['act']>;
export type Refusal = Outcome['refused'][number];
/** What a batch did: stays for ten seconds, with refusals until it is put away. */
export type ActReport = {
  readonly words: string;
  /** Null: nothing that could be undone. */
  readonly actId: string | null;
  readonly refused: readonly Refusal[];
};
type Store = { readonly report: ActReport | null };

const SHOWN_MS = 10_000;
export const reportStore = create<Store>(() => ({ report: null }));
let timer: ReturnType<typeof setTimeout> | undefined;

export function showReport(report: ActReport | null): void {
  clearTimeout(timer);
  reportStore.setState({ report });
  if (report !== null && report.refused.length === 0) timer = setTimeout(() => reportStore.setState({ report: null }), SHOWN_MS);
}
onFreshStart(() => showReport(null));

/** Refusals by their reason, the most frequent first. */
export function refusalsByReason(
  refused: readonly Refusal[],
): readonly (readonly [reason: Refusal['reason'], mailNos: readonly string[]])[] {
  const byReason = new Map<Refusal['reason'], string[]>();
  for (const { reason, mailNo } of refused) byReason.set(reason, [...(byReason.get(reason) ?? []), mailNo]);
  return [...byReason].sort((a, b) => b[1].length - a[1].length);
}
