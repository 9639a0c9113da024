import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import { api } from '#renderer/api/client.ts';
import { useQueryOf } from '#renderer/api/queries.ts';
import { text } from '#renderer/i18n/text.ts';
import { formatCount, formatDuration, formatMoment } from '#renderer/i18n/time-format.ts';

export type SyncState = OutputOf<AppContract['sync']['state']>;
export type SyncPhase = SyncState['phase'];

/** How it stands with the server; read again whenever the engine says so. */
export function useSyncState(): SyncState | undefined {
  return useQueryOf(api.sync.state, {}).data;
}

/** What waits to be sent: changes, and mails whose facts are new. */
export function waiting(state: SyncState): number {
  return state.pendingOps + state.pendingMails;
}

/** What somebody has to look at: the number beside the rail's entry. */
export function useToLookAt(): number {
  const state = useSyncState();
  return state === undefined ? 0 : state.failed + state.conflicts;
}

/** The words of the pill; the state of each phase is told without its colour. */
export function pillWords(state: SyncState, now: number): string {
  switch (state.phase) {
    case 'none':
      return text('sync:pill.none');
    case 'synced':
      return state.lastExchangeAt === null
        ? text('sync:pill.syncedNever')
        : text('sync:pill.synced', { at: formatMoment(state.lastExchangeAt, now) });
    case 'sending':
      return sendingWords(state);
    case 'offline':
      return text('sync:pill.offline', { duration: formatDuration(now - (state.offlineSince ?? now)) });
    case 'conflict':
      return text('sync:pill.conflict', { count: formatCount(state.conflicts) });
    case 'failed':
      return state.failed > 0 ? text('sync:pill.failed', { count: formatCount(state.failed) }) : text('sync:pill.failedSending');
    case 'revoked':
      return text('sync:pill.revoked');
  }
}

/** The whole cents of what is fetched, cut: 100 means all of it. */
export function percentOf({ done, total }: { done: number; total: number }): string {
  return `${total > 0 ? Math.floor((Math.min(done, total) / total) * 100) : 0}%`;
}

function sendingWords(state: SyncState): string {
  // Changes are what people count; mails alone are told as what is left of an upload.
  const count = state.pendingOps > 0 ? state.pendingOps : state.pendingMails;
  if (count === 0 && state.bootstrapping !== null) return text('sync:pill.receiving', { percent: percentOf(state.bootstrapping) });
  return text('sync:pill.sending', { count: formatCount(count) });
}
