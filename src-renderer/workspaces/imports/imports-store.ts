import { create } from 'zustand';
import type { OutputOf } from '#shared/contract/define.ts';
import type { AppContract } from '#shared/contract/contract.ts';
import type { PendingFile } from './pending-file.ts';

export type ImportFile = OutputOf<AppContract['imports']['list']>['files'][number];
export type Selected = { readonly pending: string } | { readonly file: string } | null;

type ImportsState = {
  readonly pending: readonly PendingFile[];
  readonly selected: Selected;
  /** Which page of the history is shown, from 0. */
  readonly page: number;
  readonly dialog: 'paste' | 'watch' | null;
};

/** Files not yet imported and what is shown; what was imported belongs to the engine. */
export const importsStore = create<ImportsState>(() => ({ pending: [], selected: null, page: 0, dialog: null }));

export function findPending(id: string): PendingFile | undefined {
  return importsStore.getState().pending.find((file) => file.id === id);
}

export function updatePending(id: string, change: (file: PendingFile) => PendingFile): void {
  importsStore.setState(({ pending }) => ({ pending: pending.map((file) => (file.id === id ? change(file) : file)) }));
}

/** Takes a file off the list; the next one takes its place on the screen. */
export function removePending(id: string, then?: Selected): void {
  importsStore.setState(({ pending, selected }) => {
    const rest = pending.filter((file) => file.id !== id);
    const wasShown = selected !== null && 'pending' in selected && selected.pending === id;
    const next =
      rest[
        Math.min(
          pending.findIndex((file) => file.id === id),
          rest.length - 1,
        )
      ];
    // What has just been started stands on the first page.
    return { pending: rest, ...(then && { page: 0 }), selected: wasShown ? (next ? { pending: next.id } : (then ?? null)) : selected };
  });
}

export function select(selected: Selected): void {
  importsStore.setState({ selected });
}
