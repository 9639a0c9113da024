import { create } from 'zustand';

export type LastAct = {
  words: string;
  state: 'saving' | 'saved' | 'failed';
  /** Takes the act back, while that is possible. */
  undo?: () => void;
};
type StatusLine = { readonly position: string; readonly lastAct: LastAct | null };

/** What the status bar tells at its left: where the cursor is, and the last act with its result. */
export const statusLine = create<StatusLine>(() => ({ position: '', lastAct: null }));

export function showPosition(position: string): void {
  if (statusLine.getState().position !== position) statusLine.setState({ position });
}

export function showAct(lastAct: LastAct | null): void {
  statusLine.setState({ lastAct });
}
